#pragma once
// Code as it looks on a page: coloured, and linked to what explains it.

#include <string>
#include <string_view>
#include <vector>

#include "book/names.hpp"

namespace primer::book {

/// The source's lines as HTML, without what is around them. Nothing in them could end a comment or be a command of Doxygen.
std::vector<std::string> coloured_lines(std::string_view source, const Dictionary& dictionary);

/// Lines of HTML as Doxygen's style sheets expect a listing, joined by line ends.
/// @param first the number of the first, for the anchors #l12; 0: no anchors
std::string listing(const std::vector<std::string>& lines, std::size_t first);

/// Text as a listing without colours, such as what a program prints. A $ before a command is not copied with it.
std::string plain_listing(std::string_view text);

}  // namespace primer::book
