#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace primer::book {

/// The book's pages in the order in which "next" leads through them, such as `ch04-mlp.html`.
/// @param root of the source tree
/// @throws Error of data when the tree does not describe a course
std::vector<std::string> way_through_the_book(const std::filesystem::path& root);

}  // namespace primer::book
