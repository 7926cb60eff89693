#pragma once
// How alike two words are, by what WordNet says they are kinds of.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/text/vocabulary.hpp"
#include "common/text/word_table.hpp"
#include "common/text/wordnet.hpp"

namespace primer::text {

/// What is a kind of what, as a graph without cycles whose roots are synsets without a hypernym.
class Taxonomy {
 public:
  /// @param nouns to be kept as long as the taxonomy
  /// @throws Error when something is a kind of itself, by whatever way
  explicit Taxonomy(const std::vector<Synset>& nouns);

  /// The synsets that a word may mean, by their number in data.noun; none if it is not a noun there. The word is looked up in lower case.
  const std::vector<std::int32_t>& senses(std::string_view word) const;
  /// Number of synsets on the longest way from a root to this one, both counted: 1 for a root.
  std::int32_t depth(std::int32_t synset) const;
  /// A common hypernym of both, one of them included, with the largest similarity (below); -1 if there is none.
  std::int32_t common_subsumer(std::int32_t a, std::int32_t b) const;
  /// Wu and Palmer's similarity (1994), 2 d / (2 d + p + q), where d is the depth of a common hypernym, and p and q are the steps from
  /// it to a and to b on the shortest ways: the largest over all common hypernyms. 1 for a = b, 0 without a common hypernym.
  double similarity(std::int32_t a, std::int32_t b) const;
  /// The largest similarity of any two senses of the words; 0 if one has none.
  double similarity(std::string_view a, std::string_view b) const;

 private:
  const std::vector<Synset>* nouns_;
  std::vector<std::int32_t> depths_;
  WordTable words_;
  std::vector<std::vector<std::int32_t>> senses_;  // of each of words_
};

/// Two words and how alike they are.
struct WordPair {
  std::string first;      ///< a word
  std::string second;     ///< another one
  double similarity = 0;  ///< in some unit in which more is more alike
};

/// Pairs of frequent nouns with their Wu-Palmer similarity, equally many from each tenth of [0, 1], to compare word vectors with.
/// @param vocabulary of the corpus: nouns among its most frequent words
/// @param count number of pairs, a multiple of 10; a tenth that has fewer gives what it has
/// @return by tenth, in random order within
std::vector<WordPair> similarity_gold(const Taxonomy& taxonomy, const Vocabulary& vocabulary,
                                      std::int64_t count, std::uint64_t seed);

}  // namespace primer::text
