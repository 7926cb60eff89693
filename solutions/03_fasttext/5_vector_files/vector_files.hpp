#pragma once
// Exercise 3.5: does a function read vectors as it claims?

#include <functional>
#include <string>
#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// Words and their vectors.
struct Table {
  std::vector<std::string> words;
  std::vector<std::vector<float>> vectors;  ///< as many, equally long
};

/// Makes a table of a file's text. The claim:
///  1. Form: a line "V D", and V lines of a word and D numbers, each behind one space; a space more at a word's line's end is fine.
///  2. Words: any bytes but space and line feed, in order and as they are.
///  3. Numbers: with a sign and an exponent if they have one, and a millionth off at most, relatively.
///  4. Or not at all: it throws for too few or too many numbers in a line, what is no number or has something behind it, numbers that
///     are not finite, fewer or more lines than V, and a word that comes twice.
/// @throws std::exception as in 4
using Read = std::function<Table(const std::string& text)>;

/// Whether `read` keeps the claim.
bool accepts(Read read);

PRIMER_INTERFACE(accepts);

}  // namespace primer::exercise
