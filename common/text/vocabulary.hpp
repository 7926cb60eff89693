#pragma once
// Words and their numbers.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "common/text/word_table.hpp"

namespace primer::text {

/// How often each word was seen.
class WordCounts {
 public:
  /// Sees a word once more, or several times.
  /// @throws std::invalid_argument for a negative number of times
  void add(std::string_view word, std::int64_t times = 1);
  /// Sees all that the other has seen.
  void add(const WordCounts& others);

  /// How often a word was seen; 0 if never.
  std::int64_t count(std::string_view word) const;
  /// Number of different words.
  std::int32_t size() const { return words_.size(); }
  /// Number of words in all, each as often as it was seen.
  std::int64_t total() const { return total_; }
  /// The words, numbered in the order in which they were seen first.
  const WordTable& words() const { return words_; }
  /// How often each of words() was seen.
  const std::vector<std::int64_t>& counts() const { return counts_; }

 private:
  WordTable words_;
  std::vector<std::int64_t> counts_;
  std::int64_t total_ = 0;
};

/// The words that a model knows, numbered from the most frequent to the rarest. Words that are equally frequent are in
/// the order of their bytes, so that the same counts always give the same numbers.
class Vocabulary {
 public:
  /// The id of each word that is not in the vocabulary.
  static constexpr std::int32_t unknown = WordTable::none;

  /// Knows no word.
  Vocabulary() = default;
  /// @param min_count words seen fewer times are left out; at least 1
  /// @param max_size at most so many words, the most frequent ones
  /// @throws std::invalid_argument for a min_count below 1 or a negative max_size
  explicit Vocabulary(const WordCounts& counts, std::int64_t min_count = 1,
                      std::int32_t max_size = std::numeric_limits<std::int32_t>::max());

  /// A word's number in [0, size()), or `unknown`.
  std::int32_t id(std::string_view word) const { return ids_.find(word); }
  /// Whether it has a number.
  bool contains(std::string_view word) const { return id(word) != unknown; }
  /// @throws std::out_of_range
  const std::string& word(std::int32_t id) const { return words_.at(static_cast<std::size_t>(id)); }
  /// How often the word was seen. @throws std::out_of_range
  std::int64_t count(std::int32_t id) const { return counts_.at(static_cast<std::size_t>(id)); }

  /// All words, by id.
  const std::vector<std::string>& words() const { return words_; }
  /// All counts, by id: they fall.
  const std::vector<std::int64_t>& counts() const { return counts_; }
  /// Number of words.
  std::int32_t size() const { return static_cast<std::int32_t>(words_.size()); }
  /// Sum of the counts: how many tokens of the text have a number.
  std::int64_t total() const { return total_; }
  /// How many different words were left out.
  std::int64_t dropped_words() const { return dropped_words_; }
  /// How many tokens of the text were left out with them.
  std::int64_t dropped_tokens() const { return dropped_tokens_; }

  /// Whether both have the same words with the same counts, and left out as many.
  bool operator==(const Vocabulary& other) const;

 private:
  std::vector<std::string> words_;
  std::vector<std::int64_t> counts_;
  WordTable ids_;
  std::int64_t total_ = 0;
  std::int64_t dropped_words_ = 0;
  std::int64_t dropped_tokens_ = 0;
};

}  // namespace primer::text
