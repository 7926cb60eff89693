#pragma once
// Text that is too long to hold: sentences, one a line, read from a file as they are wanted.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "common/text/line_reader.hpp"
#include "common/text/vocabulary.hpp"

namespace primer::text {

/// A sentence has at most so many words, as in word2vec (there MAX_SENTENCE_LENGTH).
inline constexpr std::size_t longest_sentence = 1000;

/// Reads a file's sentences as ids. A line is a sentence; words that the vocabulary does not know are left out, what
/// is longer than longest_sentence words is cut into several, and sentences without a word are passed over.
class SentenceReader {
 public:
  /// @param vocabulary to be kept as long as the reader
  /// @throws Error as LineReader
  SentenceReader(const std::filesystem::path& path, const Vocabulary& vocabulary,
                 ByteRange range = {});

  /// @param sentence becomes the next one's ids: at least one, at most longest_sentence
  /// @return false when there is none
  /// @throws Error as LineReader::next
  bool next(std::vector<std::int32_t>& sentence);

  /// Where in the file the line behind this sentence's begins: how far we are.
  std::uint64_t position() const { return lines_.position(); }

 private:
  LineReader lines_;
  const Vocabulary* vocabulary_;
  std::vector<std::int32_t> line_;
  std::size_t taken_ = 0;
};

/// Counts a file's words and keeps those that are frequent enough. Memory is needed for each different word, not for
/// the text. The result does not depend on the number of threads.
/// @throws Error as LineReader
Vocabulary count_words(const std::filesystem::path& path, std::int64_t min_count, int threads);

/// A corpus that is held in memory.
struct Corpus {
  /// Of all sentences, one behind the other.
  std::vector<std::int32_t> ids;
  /// Where in ids each sentence begins, and at the end ids.size().
  std::vector<std::int64_t> begins = {0};

  /// Number of sentences.
  std::int64_t size() const { return static_cast<std::int64_t>(begins.size()) - 1; }
  /// The ids of sentence s in [0, size()).
  std::span<const std::int32_t> sentence(std::int64_t s) const {
    const auto begin = static_cast<std::size_t>(begins[static_cast<std::size_t>(s)]);
    const auto end = static_cast<std::size_t>(begins[static_cast<std::size_t>(s) + 1]);
    return std::span(ids).subspan(begin, end - begin);
  }
};

/// Reads all sentences that a SentenceReader would give, in their order, whatever the number of threads.
/// @param most_tokens nothing is returned if the vocabulary's total() is larger: then read the file as you need it
/// @throws Error as LineReader
std::optional<Corpus> read_corpus(const std::filesystem::path& path, const Vocabulary& vocabulary,
                                  int threads, std::int64_t most_tokens = 100'000'000);

}  // namespace primer::text
