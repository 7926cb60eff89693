#pragma once
// Exercise 4.3: the slopes of a linear layer with a ReLU.

#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

using Matrix = std::vector<std::vector<double>>;

/// The slope of the loss by everything that went into a layer.
struct Slopes {
  Matrix x;                  ///< (samples, in)
  Matrix weight;             ///< (out, in)
  std::vector<double> bias;  ///< (out)
};

/// The way back through y = max(x Wᵀ + b, 0).
/// @param x (samples, in), at least one of each
/// @param weight (out, in), at least one output
/// @param y (samples, out), what the layer made of x
/// @param slope (samples, out), the slope of the loss by y
Slopes linear_backward(const Matrix& x, const Matrix& weight, const Matrix& y, const Matrix& slope);

PRIMER_INTERFACE(linear_backward);

}  // namespace primer::exercise
