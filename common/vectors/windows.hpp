#pragma once
// Windows of many sentences, to be learned from in blocks.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "common/text/fast_random.hpp"

namespace primer::vectors {

/// Sentences one behind the other, and beside each word where its window begins and ends, which is never beyond its
/// sentence.
class Windows {
 public:
  /// Words of a text that follow one another, and the places that their windows reach.
  struct Block {
    int first = 0;  ///< of the words in the middle
    int last = 0;   ///< behind them
    int begin = 0;  ///< of all places
    int end = 0;    ///< behind them
    /// Number of words in the middle.
    int words() const { return last - first; }
    /// Number of places.
    int places() const { return end - begin; }
  };

  /// Draws a window for each word of a sentence, of 1 to `widest` words to either side.
  void add(std::span<const std::int32_t> sentence, int widest, text::FastRandom& random);
  /// The block that begins at a word and has `size` words, or as many as there are.
  Block block(int first, int size) const;
  /// Forgets all.
  void clear();

  /// Number of words.
  int size() const { return static_cast<int>(words_.size()); }
  /// The word at a place.
  std::int32_t word(int place) const { return words_[at(place)]; }
  /// Where its window begins.
  int begin(int place) const { return begins_[at(place)]; }
  /// Where its window ends.
  int end(int place) const { return ends_[at(place)]; }

 private:
  static std::size_t at(int place) { return static_cast<std::size_t>(place); }
  std::vector<std::int32_t> words_, begins_, ends_;
};

}  // namespace primer::vectors
