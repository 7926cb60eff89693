#include "analogies.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace primer::exercise {
namespace {

/// The vectors at length one; those of length zero stay.
Matrix at_length_one(Matrix vectors) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace

int analogy(const Matrix& vectors, int a, int b, int c) {
  // Your code goes here.
  throw NotImplemented();
}

double accuracy(const Matrix& vectors, const std::vector<Question>& questions) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace primer::exercise
