#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace primer::book {

/// One page of HTML out of many, to be printed: their contents one after the other, in which links between them lead
/// within the page, links to pages that are not among them are text, what is folded is open, and hints are left out.
/// @param html the folder of a finished book
/// @param pages the names of its pages in order, such as `ch04-mlp.html`
/// @throws Error of data for a page that is not there or is not one of Doxygen's
std::string page_to_print(const std::filesystem::path& html, const std::vector<std::string>& pages);

/// Makes the book as a PDF. @param file what to write; an older one stays until the new one is whole
/// @throws Error of data without a browser, and as page_to_print() does
void print_book(const std::filesystem::path& html, const std::vector<std::string>& pages,
                const std::filesystem::path& file);

}  // namespace primer::book
