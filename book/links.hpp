#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace primer::book {

/// What the given pages link to, load or show, and what there is not: "ch04-mlp.html: loss.svg is not there". Addresses of
/// the wider web are taken on trust when they are links, and refused when a page would load them.
/// @param folder of all pages
/// @param pages names of those to look at
std::vector<std::string> broken_links(const std::filesystem::path& folder,
                                      const std::vector<std::string>& pages);

}  // namespace primer::book
