#pragma once
// Huffman's tree over words: the frequent ones stand near the root.

#include <cstdint>
#include <span>
#include <vector>

namespace primer::text {

/// The binary tree that makes the mean length of a word's path shortest (Huffman 1952). Its leaves are the words, and its inner
/// nodes, one fewer than words, are numbered from 0; the root is the last. Every inner node sends words to two sides.
class HuffmanTree {
 public:
  /// One turn on the way from the root to a word.
  struct Turn {
    std::int32_t node = 0;  ///< the inner node where it is taken
    bool right = false;     ///< to which of its two sides
    /// Whether both are the same.
    bool operator==(const Turn&) const = default;
  };

  /// Equal weights are joined in a fixed order, so that the same counts always give the same tree.
  /// @param counts of the words, none negative
  /// @throws std::invalid_argument for a negative count
  explicit HuffmanTree(std::span<const std::int64_t> counts);

  /// Number of inner nodes: words - 1, and none for one word or no word.
  std::int32_t nodes() const { return nodes_; }
  /// From the root to a word; none when there is only one word. @throws std::out_of_range
  std::span<const Turn> path(std::int32_t word) const;

 private:
  std::int32_t nodes_ = 0;
  std::vector<Turn> turns_;
  std::vector<std::size_t> begins_ = {0};
};

}  // namespace primer::text
