#include "exercises/grader/author/hints.hpp"

#include <sstream>

namespace primer::grader {

Hints read_hints(const std::string& text) {
  Hints found;
  std::string* section = nullptr;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## Hint")) {
      section = &found.hints.emplace_back();
    } else if (line.starts_with("## Compare")) {
      section = &found.compare;
    } else if (section && (!section->empty() || !line.empty())) {
      *section += line + "\n";
    }
  }
  for (std::string& hint : found.hints) {
    while (hint.ends_with("\n\n")) hint.pop_back();
  }
  return found;
}

}  // namespace primer::grader
