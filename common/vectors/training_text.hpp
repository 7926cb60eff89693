#pragma once
// A text to learn words from.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>

#include "common/text/corpus.hpp"
#include "common/text/vocabulary.hpp"

namespace primer::vectors {

/// A text with a sentence a line. What is small enough is held in memory; the rest is read from its file in each epoch
/// anew, some megabytes at a time: a text of 40 GB needs no more memory than its vocabulary.
struct TrainingText {
  std::filesystem::path file;          ///< where it stands
  text::Vocabulary vocabulary;         ///< its frequent words
  std::optional<text::Corpus> corpus;  ///< if it is held

  /// Number of words in it that the vocabulary knows.
  std::int64_t words() const;
  /// Hands out the sentences of one of `parts` about equal parts, in their order. Each word as its id.
  /// @throws Error when the file can no longer be read
  void sentences(int part, int parts,
                 const std::function<void(std::span<const std::int32_t>)>& take) const;
  /// Its first sentences alone, with the whole vocabulary. @pre it is held in memory
  TrainingText beginning(std::int64_t sentences) const;
};

/// Reads a file with a sentence a line.
/// @param min_count words that occur less often are passed over
/// @param most_tokens that are held in memory
/// @throws Error when the file cannot be read, or fewer than two words are frequent enough to learn anything of
TrainingText read_training_text(const std::filesystem::path& file, std::int64_t min_count,
                                int threads, std::int64_t most_tokens = 100'000'000);

/// Writes the sentences that training sees, in words, so that another program, which would cut the text otherwise, reads
/// the same.
/// @param every of so many sentences one
/// @throws Error as write_file_atomically
void write_sentences(const TrainingText& text, const std::filesystem::path& file,
                     std::int64_t every = 1);

/// GCIDE, cleaned, without any paragraph that holds a definition by which WordNet's test sets judge.
/// @param directory that holds gcide.dict.dz; empty: where `./primer data fetch` puts it
/// @return the file @throws Error as text::gcide_corpus() and text::load_wordnet()
std::filesystem::path dictionary_file(const std::filesystem::path& directory = {});

}  // namespace primer::vectors
