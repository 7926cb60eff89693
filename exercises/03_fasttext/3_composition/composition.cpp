#include "composition.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace primer::exercise {
namespace {

std::size_t at(int place) { return static_cast<std::size_t>(place); }

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t d = 0; d < a.size(); ++d) sum += a[d] * b[d];
  return sum;
}

double sigmoid(double score) { return 1 / (1 + std::exp(-score)); }

/// A step that moves each entry of the list by `share` times what h should move by.
Model moved(const Model& model, const Question& question, double rate, double share) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace

Vector compose(const Matrix& table, const std::vector<int>& rows) {
  // Your code goes here.
  throw NotImplemented();
}

Model step(const Model& model, const Question& question, double rate) {
  // Your code goes here.
  throw NotImplemented();
}

Model fasttext_step(const Model& model, const Question& question, double rate) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace primer::exercise
