#pragma once
// Exercise 2.2: real or noise, and a step.

#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

using Vector = std::vector<double>;

/// A word that is given, the one that stood there, and noise. All vectors are equally long.
struct Example {
  Vector given;               ///< v
  Vector right;               ///< u of the word that stood there
  std::vector<Vector> noise;  ///< u of the words that were drawn; may be none
};

/// What the example costs: -log σ(u·v) - Σ log σ(-n·v). Scores of 1000 and -1000 come through.
double loss(const Example& example);

/// The example after one step of gradient descent on that loss, all vectors moved by minus rate times their slopes, which are
/// those at the vectors that were passed.
Example step(const Example& example, double rate);

PRIMER_INTERFACE(loss, step);

}  // namespace primer::exercise
