#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace primer::book {

/// Why a text cannot be woven: where in it, what is wrong, and what to do. weave() makes it an Error with file and line.
class Refusal : public std::runtime_error {
 public:
  /// @param line counted from the beginning of the text in question, from 0
  Refusal(std::size_t line, const std::string& problem, const std::string& advice)
      : std::runtime_error(problem), line(line), advice(advice) {}

  std::size_t line;
  std::string advice;
};

}  // namespace primer::book
