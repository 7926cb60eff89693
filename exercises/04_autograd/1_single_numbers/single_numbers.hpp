#pragma once
// Exercise 4.1: reverse-mode differentiation of single numbers.

#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

enum class Operation { variable, add, subtract, multiply, divide, exp, log, tanh };

/// The place of an operand that an operation does not have.
inline constexpr int nowhere = -1;

/// One step of a computation.
struct Entry {
  Operation operation = Operation::variable;
  double value = 0;  ///< of a variable; nothing for the other operations
  /// The places of the operands on the tape, which are before this entry's own.
  int a = nowhere, b = nowhere;
};
using Tape = std::vector<Entry>;

/// The value of every entry.
/// @return as many numbers as the tape has entries
std::vector<double> values(const Tape& tape);

/// The slope of the last entry's value by the value of every entry.
/// @param values what values(tape) returns
/// @return as many numbers as the tape has entries; 0 for an entry that does not reach the last
std::vector<double> slopes(const Tape& tape, const std::vector<double>& values);

PRIMER_INTERFACE(values, slopes);

}  // namespace primer::exercise
