#pragma once
// GCIDE, the GNU Collaborative International Dictionary of English, made into plain sentences to learn words from.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace primer::text {

/// A forbidden text has at least so many words.
inline constexpr std::size_t shortest_forbidden = 3;

/// What cleaning made of the dictionary.
struct CleanGcide {
  std::string sentences;            ///< UTF-8, a sentence a line, with punctuation and capitals
  std::int64_t paragraphs = 0;      ///< of the dictionary, without its header
  std::int64_t from_wordnet = 0;    ///< paragraphs left out because WordNet is their source
  std::int64_t with_forbidden = 0;  ///< further ones, because they contain a forbidden text
};

/// Makes sentences of the dictionary's text. Characters such as ['e] and [ae] become plain letters first, for they
/// stand within words; then pronunciations, sources and etymologies in brackets, authors and marks of fields such as
/// (Zool.) go. A headword and the beginning of its definition make one sentence: "Sorrel: a plant with sour leaves".
///
/// **Contamination.** GCIDE took some definitions from WordNet, and vectors that have read a definition may know its
/// class for the wrong reason. So two kinds of paragraphs are left out: those from WordNet, told by the source at their
/// end, which holds for the paragraphs before it up to the source before that, or to the headword ("[WordNet 1.5]",
/// also "[1913 Webster + WordNet 1.5]"); and those that contain one of the forbidden texts, token by token. Texts of
/// one or two words are no trace of copying (WordNet defines something as "a kind") and forbid nothing; what was taken
/// over in other words, or shortened, is not found.
/// @param dictionary the bytes of gcide.dict
/// @param forbidden such as the definitions that a classifier will be judged by
CleanGcide clean_gcide(std::string_view dictionary, std::span<const std::string> forbidden);

/// Where `./primer data fetch gcide` puts it.
std::filesystem::path gcide_directory();

/// Cleans the dictionary, or finds that this has been done: the result is kept under a name that depends on the
/// dictionary's bytes, on the version of clean_gcide() and on the forbidden texts, and is verified by its checksum when
/// it is used again.
/// @param directory that holds gcide.dict.dz; empty: gcide_directory()
/// @param forbidden see clean_gcide()
/// @param cache where the result is kept; empty: data/cache
/// @return the file with a sentence a line
/// @throws Error when the dictionary is missing or damaged, or the cache cannot be written
std::filesystem::path gcide_corpus(const std::filesystem::path& directory,
                                   std::span<const std::string> forbidden,
                                   const std::filesystem::path& cache = {});

}  // namespace primer::text
