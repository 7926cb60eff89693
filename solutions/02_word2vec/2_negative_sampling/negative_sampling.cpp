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
  //! hole
  return std::max(0.0, -score) + std::log1p(std::exp(-std::abs(score)));
  //! end
}

}  // namespace

double loss(const Example& example) {
  //! hole
  double sum = cost(dot(example.right, example.given));
  for (const Vector& noise : example.noise) sum += cost(-dot(noise, example.given));
  return sum;
  //! end
}

Example step(const Example& example, double rate) {
  //! hole
  Example next = example;
  const auto pull = [&](const Vector& output, Vector& moved, double wanted) {
    const double miss = wanted - sigmoid(dot(output, example.given));
    for (std::size_t i = 0; i < output.size(); ++i) {
      moved[i] += rate * miss * example.given[i];
      next.given[i] += rate * miss * output[i];
    }
  };
  pull(example.right, next.right, 1);
  for (std::size_t k = 0; k < example.noise.size(); ++k) {
    pull(example.noise[k], next.noise[k], 0);
  }
  return next;
  //! end
}

}  // namespace primer::exercise
