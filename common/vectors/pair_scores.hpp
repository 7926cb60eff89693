#pragma once
// What each of several rows says of a row of its own.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "common/text/rows.hpp"

namespace primer::vectors {

/// Pairs of rows, held against one another four at a time: what one product waits for, a row that has yet to come from memory or
/// the end of a chain of sums, the others fill with work.
class PairScores {
 public:
  /// Computes σ(x · y) of each pair. @param x (count) @param y (count)
  void score(const float* const* x, const float* const* y, int count, std::int64_t columns) {
    const auto size = static_cast<std::size_t>(count);
    said_.resize((size + 7) / 8 * 8);
    for (std::size_t i = 0; i < size; i += 4) {
      std::array<const float*, 4> left, right;
      for (std::size_t j = 0; j < 4; ++j) {
        const std::size_t pair = i + j < size ? i + j : i;
        left[j] = x[pair];
        right[j] = y[pair];
      }
      text::rows::pair_dots(left.data(), right.data(), columns, &said_[i]);
    }
    for (std::size_t i = 0; i < size; i += text::lanes) text::rows::sigmoid(&said_[i]);
  }
  /// What pair i got.
  float said(int i) const { return said_[static_cast<std::size_t>(i)]; }

 private:
  std::vector<float> said_;
};

}  // namespace primer::vectors
