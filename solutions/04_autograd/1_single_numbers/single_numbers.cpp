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
  //! hole
  switch (operation) {
    case Operation::variable:
      break;
    case Operation::add:
      return a + b;
    case Operation::subtract:
      return a - b;
    case Operation::multiply:
      return a * b;
    case Operation::divide:
      return a / b;
    case Operation::exp:
      return std::exp(a);
    case Operation::log:
      return std::log(a);
    case Operation::tanh:
      return std::tanh(a);
  }
  return 0;
  //! end
}

/// The slopes of y by a and by b, where y is what the operation made of them.
std::pair<double, double> own_slopes(Operation operation, double a, double b, double y) {
  //! hole
  switch (operation) {
    case Operation::variable:
      break;
    case Operation::add:
      return {1, 1};
    case Operation::subtract:
      return {1, -1};
    case Operation::multiply:
      return {b, a};
    case Operation::divide:
      return {1 / b, -a / (b * b)};
    case Operation::exp:
      return {y, 0};
    case Operation::log:
      return {1 / a, 0};
    case Operation::tanh:
      return {1 - y * y, 0};
  }
  return {0, 0};
  //! end
}

}  // namespace

std::vector<double> values(const Tape& tape) {
  //! hole
  std::vector<double> found;
  for (const Entry& entry : tape) {
    const bool given = entry.operation == Operation::variable;
    found.push_back(given ? entry.value
                          : apply(entry.operation, at(found, entry.a), at(found, entry.b)));
  }
  return found;
  //! end
}

std::vector<double> slopes(const Tape& tape, const std::vector<double>& values) {
  //! hole
  std::vector<double> slope(tape.size(), 0);
  slope.back() = 1;
  for (std::size_t i = tape.size(); i-- > 0;) {
    const auto [operation, given, a, b] = tape[i];
    const auto [by_a, by_b] = own_slopes(operation, at(values, a), at(values, b), values[i]);
    if (a != nowhere) slope[static_cast<std::size_t>(a)] += slope[i] * by_a;
    if (b != nowhere) slope[static_cast<std::size_t>(b)] += slope[i] * by_b;
  }
  return slope;
  //! end
}

}  // namespace primer::exercise
