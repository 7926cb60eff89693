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
  /// The first line of its text.
  std::string headword;
  /// All that the dictionary has: the headword, perhaps other names, a line each, an empty line, and what it says, with
  /// references such as {Unix} in braces.
  std::string text;
  /// Other entries that the text refers to, each once, in the order of the text.
  std::vector<std::int32_t> references;
};

/// Where `./primer data fetch foldoc` puts it.
std::filesystem::path foldoc_directory();

/// Reads foldoc.dict.dz and foldoc.index. A reference leads to the entry that the index has under that name, whatever
/// the case; those to entries which nobody has written yet, to addresses, and from an entry to itself are left out.
/// @param directory that holds both files; empty: foldoc_directory()
/// @return the entries in the dictionary's order, without those about the dictionary itself (00-database…)
/// @throws Error when a file is missing or damaged, or the index names places that the dictionary does not have
std::vector<FoldocEntry> load_foldoc(const std::filesystem::path& directory = {});

/// What becomes of a reference such as {Unix} in an entry's text.
enum class Anchors {
  keep,    ///< its words stay, without the braces
  remove,  ///< it goes with its words, so that search cannot find the entry by its name
};

/// An entry's text without braces. A brace without a partner stays.
std::string plain_text(std::string_view text, Anchors anchors);

}  // namespace primer::text
