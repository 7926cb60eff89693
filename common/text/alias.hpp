#pragma once
// Drawing words by weight in constant time.

#include <cstdint>
#include <span>
#include <vector>

namespace primer::text {

/// Draws i with probability weights[i] / sum: Walker's alias method (1977), built as Vose does it (1991). Each column of a
/// histogram holds a share of its own word and is filled up by a single other one, so a draw looks at one column.
class AliasTable {
 public:
  /// @param weights at least one; none negative or not finite, not all zero
  /// @throws std::invalid_argument otherwise
  explicit AliasTable(std::span<const double> weights);

  /// @param bits uniform: the upper half chooses the column, the lower half which of its two words
  std::int32_t draw(std::uint64_t bits) const {
    const Column& column = columns_[((bits >> 32) * columns_.size()) >> 32];
    return static_cast<std::uint32_t>(bits) < column.share ? column.own : column.other;
  }
  /// Number of words.
  std::int32_t size() const { return static_cast<std::int32_t>(columns_.size()); }
  /// The probability with which draw() gives i, to 32 bits.
  std::vector<double> probabilities() const;

 private:
  struct Column {
    std::uint32_t share;  // of `own`, in units of 2^-32
    std::int32_t own;
    std::int32_t other;
  };
  std::vector<Column> columns_;
};

}  // namespace primer::text
