#pragma once
// Exercise 4.4, a hunt: the check that condemns wrong gradients.

#include <functional>
#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

using Matrix = std::vector<std::vector<double>>;

/// What goes into a layer y = max(x Wᵀ + b, 0) and its loss, the mean of (y - target)² over all
/// elements.
struct Inputs {
  Matrix x;                  ///< (samples, in), at least one of each
  Matrix weight;             ///< (out, in), at least one output
  std::vector<double> bias;  ///< (out)
  Matrix target;             ///< (samples, out)
};

/// What a layer says of its inputs.
struct Claims {
  double loss;               ///< always right
  Matrix x;                  ///< the slope of the loss by x, (samples, in)
  Matrix weight;             ///< by the weights, (out, in)
  std::vector<double> bias;  ///< by the bias, (out)
};

/// A layer on trial. @throws std::exception for inputs whose shapes do not fit
using Layer = std::function<Claims(const Inputs& inputs)>;

/// Whether the slopes that a layer claims are right.
bool accepts(Layer layer);

PRIMER_INTERFACE(accepts);

}  // namespace primer::exercise
