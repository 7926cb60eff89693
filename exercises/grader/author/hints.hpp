#pragma once
// The texts of an exercise, taken apart.

#include <string>
#include <vector>

namespace primer::grader {

/// hints.md: three hints, each giving more, and what to compare with the solution once one has found one's own.
struct Hints {
  std::vector<std::string> hints;
  std::string compare;
};
/// Sections begin with `## Hint 1` and so on; the last is `## Compare`.
Hints read_hints(const std::string& text);

}  // namespace primer::grader
