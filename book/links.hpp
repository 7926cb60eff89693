#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace primer::book {

/// What the pages of a folder and of those in it link to, load or show, and what there is not: "ch04-mlp.html: loss.svg is not there".
/// Addresses of the wider web and of mail are taken on trust when they are links, and refused when a page would load them.
std::vector<std::string> broken_links(const std::filesystem::path& folder);

}  // namespace primer::book
