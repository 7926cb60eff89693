#pragma once
// Texts by their lines, and C++ as text: just enough of a lexer to tell comments and literals from code.

#include <string>
#include <string_view>
#include <vector>

namespace primer::testing {

/// The lines without their ends. A last line that is empty does not count.
std::vector<std::string> lines_of(std::string_view text);
/// Without the blanks and line ends on both sides.
std::string_view trim(std::string_view text);

/// A stretch of C++ that is all of one kind. Literals are strings and characters with their quotes.
struct Piece {
  enum class Kind { code, comment, literal } kind;
  std::string_view text;
};
/// The source cut into pieces that give it again when put together.
std::vector<Piece> pieces(std::string_view source);

/// The source without comments and without the layout that means nothing to a compiler: two sources that differ only in
/// those give the same text.
std::string essence(std::string_view source);

}  // namespace primer::testing
