#include "negative_sampling.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace primer::exercise {
namespace {

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double sigmoid(double score) { return 1 / (1 + std::exp(-score)); }

/// -log σ(score), finite for all scores.
double cost(double score) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace

double loss(const Example& example) {
  // Your code goes here.
  throw NotImplemented();
}

Example step(const Example& example, double rate) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace primer::exercise
