#pragma once
// Small things that all of the book's machinery does with text.

#include <string>
#include <string_view>
#include <vector>

#include "common/testing/source_text.hpp"

namespace primer::book {

using testing::lines_of;
using testing::trim;

std::vector<std::string> words_of(std::string_view text);
/// Puts other text wherever a word stands.
void replace_all(std::string& text, std::string_view word, std::string_view by);

/// Text as HTML shows it, between tags and between double quotes.
std::string html(std::string_view text);
/// What HTML shows, as text again: no tags, no entities.
std::string plain(std::string_view html);

/// A heading as part of an address: "What is it worth?" is what-is-it-worth.
std::string slug(std::string_view heading);

// Doxygen's Markdown changes much that it meets: quotes switch off formulas, two hyphens become a dash, a word with a
// parenthesis a link, and each version of it has its own ways. What must arrive as it is travels packed, each byte as a
// character from Unicode's private area, which Doxygen takes for a foreign letter, and is unpacked from the finished pages.

/// Packs HTML. Line ends stay what they are.
std::string pack(std::string_view html);
/// Unpacks a page of HTML; within its <title>, what was packed loses its tags.
std::string unpack_page(std::string_view page);
/// Unpacks text within the string literals of a script, where tags mean nothing.
std::string unpack_script(std::string_view script);
/// Whether a text has characters of its own that would be unpacked.
bool has_packed(std::string_view text);

}  // namespace primer::book
