#pragma once
// Words that can be nothing but a noun, and what each of them means most often.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "common/text/wordnet.hpp"

namespace primer::text {

/// A word that WordNet knows as a noun, and not as a verb, an adjective or an adverb.
struct PlainNoun {
  std::string word;  ///< in lower case
  std::int32_t synset =
      0;  ///< its most frequent meaning, which WordNet lists first: its place among the nouns
};

/// Reads index.noun, index.verb, index.adj and index.adv, plain or gzip, and keeps single words that stand in the first alone.
/// @param nouns as load_wordnet() gives them, from the same folder
/// @param directory that holds the files; empty: wordnet_directory()
/// @return in the order of index.noun, which is the alphabet's
/// @throws Error when a file is missing or damaged, or a meaning is not among the nouns
std::vector<PlainNoun> load_plain_nouns(const std::vector<Synset>& nouns,
                                        const std::filesystem::path& directory = {});

}  // namespace primer::text
