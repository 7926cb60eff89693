#pragma once
// What word vectors are worth, by what people or dictionaries say of words.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "common/text/embeddings.hpp"
#include "common/text/taxonomy.hpp"
#include "common/text/word_table.hpp"

namespace primer::text {

/// Spearman's correlation of ranks (1904), equal values sharing the mean of their ranks.
/// @param x, y equally many, none NaN
/// @return in [-1, 1]; NaN when there are fewer than two, or all of one side are equal
/// @throws std::invalid_argument when they are not equally many
double spearman(std::span<const double> x, std::span<const double> y);

/// How a set of questions was answered.
struct Score {
  double value = 0;        ///< correlation, or the share of right answers; NaN when none was asked
  std::int64_t asked = 0;  ///< questions of which all words are known
  std::int64_t skipped = 0;  ///< the others
};

/// Words by name, and their vectors.
class WordVectors {
 public:
  /// @param embeddings to be kept as long as this
  explicit WordVectors(const Embeddings& embeddings);

  /// A word's row. @return -1 if it is not there
  std::int64_t find(std::string_view word) const;
  /// A word's row. @throws Error of data with a near word if there is one, when the word is not there
  std::int64_t at(std::string_view word) const;
  /// Its neighbours.
  const NearestWords& nearest() const { return nearest_; }
  /// Name and vector of each.
  const Embeddings& embeddings() const { return *embeddings_; }
  /// Cosine of two rows.
  double cosine(std::int64_t a, std::int64_t b) const;

 private:
  const Embeddings* embeddings_;
  NearestWords nearest_;
  WordTable rows_;
};

/// Spearman's correlation of cosines with what the pairs say.
Score similarity_score(const WordVectors& vectors, std::span<const WordPair> pairs);

/// "man is to king as woman is to queen".
struct AnalogyQuestion {
  std::string a;       ///< man
  std::string b;       ///< king
  std::string c;       ///< woman
  std::string answer;  ///< queen
};
/// Share of the questions whose answer is the nearest of all words but the three that were given (3CosAdd).
Score analogy_score(const WordVectors& vectors, std::span<const AnalogyQuestion> questions);

/// How often the `count` nearest neighbours of a word, among the words that have a label, share one of its labels, on average.
/// @param labels of each row; rows without one take no part
/// @param words that are asked for their neighbours
Score neighbour_agreement(const WordVectors& vectors,
                          const std::vector<std::vector<std::int32_t>>& labels,
                          std::span<const std::int64_t> words, std::int64_t count);

/// Reads pairs with their similarity: a word, a tab, a word, a tab and a number a line, as WordSim-353 and SimLex-999 come in; a first line
/// whose third column is no number is a heading, further columns are not looked at, and lines that begin with # are comments. Words
/// are put into lower case.
/// @throws Error naming the line
std::vector<WordPair> load_pairs(const std::filesystem::path& path);

/// Reads the form of questions-words.txt (Mikolov et al. 2013): four words a line, and lines ": name" that begin a section. Words are
/// put into lower case.
/// @throws Error naming the line
std::vector<AnalogyQuestion> load_analogies(const std::filesystem::path& path);

}  // namespace primer::text
