#pragma once
// What word vectors are worth, in two numbers, by WordNet.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "common/text/evaluation.hpp"
#include "common/text/vocabulary.hpp"

namespace primer::vectors {

/// What word vectors are judged by.
struct Gold {
  std::vector<text::WordPair> pairs;  ///< nouns, with their similarity in the taxonomy
  /// WordNet's class of each word of the vocabulary that has a single one.
  std::vector<std::vector<std::int32_t>> classes;
  std::vector<std::int64_t> asked;  ///< the thousand most frequent words with a class
};
/// Asks WordNet about the words of a vocabulary: 1 500 pairs of nouns, 150 of each tenth of the scale of Wu and Palmer
/// (1994), where there are as many.
/// @param wordnet the folder with its files; empty: where `./primer data fetch` puts them
/// @param seed draws the pairs
Gold make_gold(const text::Vocabulary& vocabulary, const std::filesystem::path& wordnet,
               std::uint64_t seed);

/// How good vectors are.
struct Quality {
  double similarity;  ///< Spearman's correlation of cosines with Wu and Palmer's similarity
  double
      agreement;  ///< share of a noun's five neighbours, among nouns of one class, that are of its class
};
/// Judges vectors. @param embeddings of the vocabulary that the gold was made for, in its order
Quality judge(const text::Embeddings& embeddings, const Gold& gold);

/// The five words nearest to A - B + C: those that are to C as A is to B.
/// @param words A B C, as in "king man woman"
/// @throws Error of usage when they are not three, and of data when one is not known
std::vector<text::Neighbour> analogy(const text::WordVectors& vectors, const std::string& words);

}  // namespace primer::vectors
