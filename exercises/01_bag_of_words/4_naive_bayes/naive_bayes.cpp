#include "naive_bayes.hpp"

#include <cmath>
#include <cstddef>

namespace primer::exercise {

Model train(const Counts& counts, const std::vector<int>& labels, int classes, double smoothing) {
  // Your code goes here.
  throw NotImplemented();
}

std::vector<int> predict(const Model& model, const Counts& counts) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace primer::exercise
