#pragma once
// Noise words that many questions share.

#include <cstdint>
#include <vector>

#include "common/text/alias.hpp"
#include "common/text/fast_random.hpp"
#include "common/text/row_table.hpp"

namespace primer::vectors {

/// A few words drawn for a block, and their vectors. They are drawn one block ahead, so that the memory can be asked for
/// their rows before they are needed.
class SharedNoise {
 public:
  /// @param outputs vectors of words that are to be named @param noise draws words; both to be kept as long as this
  SharedNoise(text::RowTable& outputs, const text::AliasTable& noise, int count);

  /// Turns to the words that were drawn before, and draws others.
  void draw(text::FastRandom& random);
  /// How many there are.
  int count() const { return count_; }
  /// The same, filled up to whole registers: the length of a row of said().
  int width() const { return width_; }
  /// Word k.
  std::int32_t word(int k) const { return drawn_[static_cast<std::size_t>(k)]; }
  /// Its vector.
  float* row(int k) { return rows_[static_cast<std::size_t>(k)]; }

  /// Computes what each of some rows says of each word, σ(row · word), as one matrix product.
  /// @param rows (count), and one more that can be read when count is odd
  void score(const float* const* rows, int count);
  /// What row i said of word k.
  float said(int i, int k) const { return said_[static_cast<std::size_t>(i * width_ + k)]; }

 private:
  text::RowTable& outputs_;
  const text::AliasTable& noise_;
  int count_, width_;
  std::vector<std::int32_t> drawn_, next_;
  std::vector<float*> rows_;
  std::vector<float> said_;  // (rows, width)
};

}  // namespace primer::vectors
