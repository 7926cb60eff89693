#include <algorithm>

#include "book/prose.hpp"
#include "book/text.hpp"
#include "book/weave.hpp"
#include "common/testing/source_text.hpp"

namespace primer::book {
namespace {

/// Prose in a comment that Doxygen reads: no end of that comment, no commands, no links.
std::string harmless(std::string_view prose) {
  std::string result;
  for (std::size_t i = 0; i < prose.size(); ++i) {
    const std::string_view one = prose.substr(i, 1), two = prose.substr(i, 2);
    const bool means = one == "\\" || one == "@" || one == "#" || two == "*/" || two == "/*";
    result += means ? pack(one) : std::string(one);
  }
  return result;
}

}  // namespace

std::string weave_header(std::string_view text) {
  // The head
  const std::string mark = "#pragma once\n";
  std::string result;
  if (text.starts_with(mark)) {
    result = "/** \\file";
    text.remove_prefix(mark.size());
    for (;;) {
      const std::string_view line = text.substr(0, text.find('\n'));
      const auto prose = prose_of(line);
      if (!prose) break;
      result += "\n" + harmless(*prose);
      text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    result += " */\n";
  }
  // The comments on what is declared
  for (const testing::Piece& piece : testing::pieces(text)) {
    std::string part(piece.text);
    if (part.starts_with("///")) replace_all(part, "\\", "\\\\");
    result += part;
  }
  return result;
}

}  // namespace primer::book
