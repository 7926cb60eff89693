#pragma once
// GCIDE, the GNU Collaborative International Dictionary of English, made into plain sentences to learn words from.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace primer::text {

/// Where `./primer data fetch gcide` puts it.
std::filesystem::path gcide_directory();

/// Makes sentences of the dictionary: diacritics such as ['e] and [ae] become letters, then tags of sources, pronunciations,
/// etymologies, authors and marks of fields go; each sentence is a line. Left out against contamination, which
/// would let vectors learn from what they are judged by: paragraphs from WordNet ("[WordNet 1.5]"), and paragraphs that contain
/// one of the given texts, compared token by token. A definition that was only reworded is not found by that.
/// @param dictionary the bytes of gcide.dict
/// @param forbidden texts, such as the test definitions of chapter 1; those without a token forbid nothing
/// @return UTF-8, a sentence a line
std::string clean_gcide(std::string_view dictionary, std::span<const std::string> forbidden);

/// Cleans gcide.dict.dz once: the result is kept in data/cache under a name that depends on the dictionary's bytes, the way of
/// cleaning and the forbidden texts, and is verified by its checksum when it is used again.
/// @param directory that holds gcide.dict.dz; empty: gcide_directory()
/// @return a file with a sentence a line
/// @throws Error when the dictionary is missing or damaged, or the cache cannot be written
std::filesystem::path gcide_corpus(const std::filesystem::path& directory,
                                   std::span<const std::string> forbidden);

}  // namespace primer::text
