#include "single_numbers.hpp"

#include <cmath>
#include <cstddef>
#include <utility>

namespace primer::exercise {
namespace {

/// The value at a place, and 0 where there is none.
double at(const std::vector<double>& values, int place) {
  return place == nowhere ? 0 : values[static_cast<std::size_t>(place)];
}

/// What an operation other than a variable makes of its operands.
double apply(Operation operation, double a, double b) {
  // Your code goes here.
  throw NotImplemented();
}

/// The slopes of y by a and by b, where y is what the operation made of them.
std::pair<double, double> own_slopes(Operation operation, double a, double b, double y) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace

std::vector<double> values(const Tape& tape) {
  // Your code goes here.
  throw NotImplemented();
}

std::vector<double> slopes(const Tape& tape, const std::vector<double>& values) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace primer::exercise
