#pragma once
// What a reader with a browser would stumble over in a finished book. Each function gives lines such as
// `ch04-mlp.html: wider than a phone: table` and none when all is well.

#include <filesystem>
#include <string>
#include <vector>

#include "book/browser/browser.hpp"

namespace primer::book {

/// Where the book's pages are for the browser: `file:///…/html` or `http://127.0.0.1:PORT`.
using Address = std::string;

/// Opens every page on a phone and on a desk. Errors on the console, images that are not there, formulas that are not
/// drawn, pages and listings that are wider than they may be, and links to a page or a place that is not there.
/// @param html the folder whose pages to open
std::vector<std::string> try_every_page(Browser& browser, const std::filesystem::path& html,
                                        const Address& at);

/// Follows "next" from the front page to the end, and "previous" back.
/// @param way the pages that this has to lead through, in order, such as `ch04-mlp.html`
std::vector<std::string> try_the_way(Browser& browser, const Address& at,
                                     const std::vector<std::string>& way);

/// Types a word into the search, and opens what it finds first.
std::vector<std::string> try_search(Browser& browser, const Address& at, const std::string& word);

/// Switches to dark and back.
std::vector<std::string> try_dark_mode(Browser& browser, const Address& at);

}  // namespace primer::book
