#pragma once
// Exercise 4.2: the cross-entropy of scores, and its gradient.

#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

using Matrix = std::vector<std::vector<double>>;

/// The mean over the samples of -log softmax(scores)[label].
/// @param scores (samples, classes), at least one of each; finite, 1000 or -1000 are nothing special
/// @param labels of each sample the right class, from 0 to classes - 1
double cross_entropy(const Matrix& scores, const std::vector<int>& labels);

/// The slope of that by each score.
/// @return (samples, classes)
Matrix cross_entropy_gradient(const Matrix& scores, const std::vector<int>& labels);

PRIMER_INTERFACE(cross_entropy, cross_entropy_gradient);

}  // namespace primer::exercise
