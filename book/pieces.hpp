#pragma once
// The text of a paragraph, taken apart.

#include <string>
#include <string_view>
#include <vector>

#include "book/inline.hpp"

namespace primer::book {

struct Piece {
  enum class Kind {
    text,     ///< as it was written
    markup,   ///< HTML
    formula,  ///< TeX, within a line
    display   ///< TeX, by itself
  } kind;
  std::string content;
};

/// @param table whether these are rows of a table, in which | parts cells
/// @throws Refusal
std::vector<Piece> pieces_of(std::string_view text, const Surroundings& around, bool table);

}  // namespace primer::book
