#pragma once
// FOLDOC, the Free On-line Dictionary of Computing: entries that refer to one another, to search in.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace primer::text {

/// An entry of the dictionary.
struct FoldocEntry {
  std::string headword;  ///< as written
  std::string text;      ///< what it says, with line breaks, and references still in braces
  std::vector<std::int32_t>
      references;  ///< other entries that the text refers to, each once, in the order of the text
};

/// Where `./primer data fetch foldoc` puts it.
std::filesystem::path foldoc_directory();

/// Reads foldoc.dict.dz and foldoc.index.
/// @param directory that holds them; empty: foldoc_directory()
/// @return the entries in the dictionary's order, without those about the database itself
/// @throws Error when a file is missing, damaged or does not agree with the other
std::vector<FoldocEntry> load_foldoc(const std::filesystem::path& directory = {});

/// What becomes of a reference such as {Unix} in an entry's text.
enum class Anchors {
  keep,    ///< its words stay, without the braces
  remove,  ///< it goes with its words, so that search cannot find the entry by its name
};

/// An entry's text without braces.
std::string plain_text(std::string_view text, Anchors anchors);

}  // namespace primer::text
