#pragma once
// Text that a student may have written, made fit for the files that grading leaves: names, reasons, compiler output.

#include <cstddef>
#include <string>
#include <string_view>

namespace primer::grader {

/// Valid UTF-8 that shows whatever is no character, or none that a page should obey, byte by byte as \xNN: control
/// characters, those that turn the direction of writing, and what XML forbids. Lines may end, and tabs stay.
/// @param longest in bytes; what is longer is cut, with an ellipsis
std::string clean_text(std::string_view text, std::size_t longest = std::string_view::npos);
/// The same in one line: where a line ends, \x0a is shown.
std::string clean_line(std::string_view text, std::size_t longest = std::string_view::npos);

// What follows takes clean text, and gives something that means this text where it is put.

/// In XML, as content or between quotes.
std::string xml(std::string_view text);
/// In a line of Markdown or a cell of its tables. Neither marks nor HTML mean anything in it.
std::string markdown(std::string_view text);
/// A block of Markdown, fenced with more backticks than the text has in a row.
std::string markdown_block(std::string_view text);
/// A cell of a CSV file, quoted where RFC 4180 asks for it. Lines become one line, with slashes between them, so that a
/// record is a line. A spreadsheet takes what begins with = + - @ for a formula, and computes it; such a cell gets an
/// apostrophe before it.
std::string csv(std::string_view text);

}  // namespace primer::grader
