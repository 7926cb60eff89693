#pragma once
// WordNet 3.0 (Miller 1995, "WordNet: a lexical database for English"): its nouns, what they mean, and what is a kind
// of what.

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "common/text/labelled.hpp"

namespace primer::text {

/// Nouns are in 26 classes, which are the files that WordNet's lexicographers wrote: noun.Tops, noun.act, noun.animal,
/// …, noun.time.
extern const std::array<std::string_view, 26> noun_classes;

/// A set of synonyms, which is a meaning.
struct Synset {
  std::string offset;           ///< 8 digits: its place in data.noun, by which it is known
  std::int32_t noun_class = 0;  ///< index in noun_classes
  std::vector<std::string>
      words;  ///< as written there, blanks for underscores: "domestic dog", "Canis familiaris"
  std::vector<std::int32_t>
      hypernyms;  ///< indices of the synsets that this is a kind or an instance of; may be none
  std::string definition;  ///< the gloss without its examples: cut at the first `; "`
};

/// Where `./primer data fetch wordnet` puts it.
std::filesystem::path wordnet_directory();

/// Reads data.noun, plain or gzip.
/// @param directory that holds it; empty: wordnet_directory()
/// @return all nouns in the file's order
/// @throws Error naming the line, for what is not WordNet's format (wndb(5WN)) or is a hypernym of nothing that is
/// there
std::vector<Synset> load_wordnet(const std::filesystem::path& directory = {});

/// Reads the bytes of data.noun.
/// @param name of the file, for messages
/// @throws Error as load_wordnet
std::vector<Synset> parse_wordnet(std::string_view bytes, const std::string& name);

/// By what definitions are divided into those to learn from and those to judge by.
enum class WordNetSplit {
  offset,    ///< each synset for itself
  hypernym,  ///< all with the same first hypernym together: harder, without siblings to learn from
};

/// Definitions as texts to classify, labelled by noun_classes. The hash FNV-1a-64 of the 8 digits of the synset's
/// offset, or of its first hypernym's (its own if it has none), decides: h = (hash >> 32) % 10 is 0 for test, 1 for
/// validation, else train. What stands verbatim in train is dropped from the others.
TextSplits definition_splits(const std::vector<Synset>& nouns, WordNetSplit split);

}  // namespace primer::text
