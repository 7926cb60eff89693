#pragma once
// How alike two words are, by what WordNet says they are kinds of.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/text/vocabulary.hpp"
#include "common/text/word_table.hpp"
#include "common/text/wordnet.hpp"

namespace primer::text {

/// What is a kind of what: a graph without cycles, whose roots are the synsets without a hypernym. Similarity is Wu and
/// Palmer's (1994): 2d / (2d + p + q), where d is the depth of something that both are a kind of, and p and q are the
/// steps that lead to it; of all such things that which gives most. (WordNet has several ways up. NLTK takes the
/// deepest common hypernym instead, which now and then gives less.)
class Taxonomy {
 public:
  /// @param nouns to be kept as long as the taxonomy
  /// @throws Error when something is a kind of itself
  explicit Taxonomy(const std::vector<Synset>& nouns);

  /// The synsets that a word may mean, in the file's order, by their number there; none if it is no noun. Case is
  /// ignored in ASCII.
  std::span<const std::int32_t> senses(std::string_view word) const;
  /// Number of synsets on the longest way from a root to this one, both counted: 1 for a root. @throws
  /// std::out_of_range
  std::int32_t depth(std::int32_t synset) const;

  /// The common hypernym that decides how alike two synsets are, or one of them; -1 if they have none.
  /// @throws std::out_of_range
  std::int32_t common_subsumer(std::int32_t a, std::int32_t b) const;
  /// In [0, 1]: 1 for a = b, 0 for synsets below different roots. @throws std::out_of_range
  double similarity(std::int32_t a, std::int32_t b) const;
  /// Of the two senses that are most alike; 0 if one of the words is no noun.
  double similarity(std::string_view a, std::string_view b) const;

  /// A hypernym, or a synset itself, and the steps on the shortest way to it.
  struct Ancestor {
    std::int32_t synset = 0;  ///< its number
    std::int32_t steps = 0;   ///< 0 for the synset itself
  };
  /// All ancestors of some synsets, each with the fewest steps from any of them, in the order of their numbers.
  /// @throws std::out_of_range
  std::vector<Ancestor> ancestors(std::span<const std::int32_t> synsets) const;
  /// The similarity of the two that are most alike, one from each list of ancestors().
  double similarity(std::span<const Ancestor> a, std::span<const Ancestor> b) const;

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

/// Pairs of frequent nouns, to compare word vectors with: nouns of three letters or more, equally many pairs from each
/// tenth of the range that their similarities have. A tenth with too few pairs gives all that it has.
/// @param vocabulary of the corpus that the vectors were learned from
/// @param count number of pairs, a multiple of 10
/// @param frequent so many nouns, the most frequent ones, are paired; time grows with their square (2 000: about a
/// second)
/// @return by tenth, the least alike first, in random order within
/// @throws std::invalid_argument for another count, or a negative number of nouns
std::vector<WordPair> similarity_gold(const Taxonomy& taxonomy, const Vocabulary& vocabulary,
                                      std::int64_t count, std::uint64_t seed,
                                      std::int32_t frequent = 2'000);

}  // namespace primer::text
