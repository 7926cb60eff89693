#include "cross_entropy.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace primer::exercise {
namespace {

/// log Σ exp(z), which is finite for all finite scores.
double log_of_sum(const std::vector<double>& z) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace

double cross_entropy(const Matrix& scores, const std::vector<int>& labels) {
  // Your code goes here.
  throw NotImplemented();
}

Matrix cross_entropy_gradient(const Matrix& scores, const std::vector<int>& labels) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace primer::exercise
