#include "sampling.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace primer::exercise {

std::vector<double> keep_probabilities(const std::vector<std::int64_t>& counts, double t) {
  // Your code goes here.
  throw NotImplemented();
}

std::vector<double> noise_probabilities(const std::vector<std::int64_t>& counts, double power) {
  // Your code goes here.
  throw NotImplemented();
}

int spin(const std::vector<double>& probabilities, double at) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace primer::exercise
