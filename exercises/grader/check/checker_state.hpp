#pragma once
// What the checker's main() and the functions that a test calls know of each other.

#include <cstdint>
#include <string>
#include <vector>

namespace primer::grader {

struct CheckerState {
  struct Check {
    const char* name;
    int points;
  };
  std::vector<Check> checks;
  std::uint64_t seed = 0;
  std::string verdict = "fail";  ///< if it fails: `gone` when the student's process ended
  std::string message;           ///< of the first expectation that failed
};
CheckerState& checker_state();

}  // namespace primer::grader
