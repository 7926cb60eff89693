#pragma once
// Weighted sums of rows that lie scattered in tables, collected first and then made in one go.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "common/text/rows.hpp"

namespace primer::vectors {

/// Several sums, each a list of rows with their weights.
class RowSums {
 public:
  RowSums() = default;
  /// @param sums how many @param terms at most, of each
  RowSums(int sums, int terms)
      : terms_(static_cast<std::size_t>(terms + 7) / 8 * 8),
        counts_(static_cast<std::size_t>(sums)),
        weights_(counts_.size() * terms_),
        rows_(counts_.size() * terms_) {}

  /// Empties all lists.
  void clear() { std::ranges::fill(counts_, 0); }
  /// Empties one.
  void clear(int sum) { counts_[static_cast<std::size_t>(sum)] = 0; }
  /// Puts a row on a list.
  void add(int sum, const float* row, float weight) {
    int& count = counts_[static_cast<std::size_t>(sum)];
    const std::size_t term = first(sum) + static_cast<std::size_t>(count++);
    weights_[term] = weight;
    rows_[term] = row;
  }
  /// Length of a list.
  int count(int sum) const { return counts_[static_cast<std::size_t>(sum)]; }
  /// Its weights (count).
  const float* weights(int sum) const { return &weights_[first(sum)]; }

  /// Puts σ(x · row) in the place of each weight. @return the weights
  std::span<float> scores(int sum, const float* x /* (columns) */, std::int64_t columns) {
    const auto length = static_cast<std::size_t>(count(sum));
    float* weights = &weights_[first(sum)];
    const float** rows = &rows_[first(sum)];
    for (std::size_t j = length; j % 4 != 0; ++j) rows[j] = rows[0];
    for (std::size_t j = 0; j < length; j += 4) {
      text::rows::dots<1>(&x, rows + j, columns, weights + j, 0);
    }
    for (std::size_t j = 0; j < length; j += text::lanes) text::rows::sigmoid(weights + j);
    return {weights, length};
  }
  /// out = the sum.
  void write(float* out /* (columns) */, int sum, std::int64_t columns) const {
    text::rows::weighted_sum<false>(out, columns, count(sum), weights(sum), &rows_[first(sum)]);
  }
  /// out += the sum. @param out none of its rows
  void add_to(float* out /* (columns) */, int sum, std::int64_t columns) const {
    text::rows::weighted_sum<true>(out, columns, count(sum), weights(sum), &rows_[first(sum)]);
  }

 private:
  std::size_t first(int sum) const { return static_cast<std::size_t>(sum) * terms_; }

  std::size_t terms_ = 8;
  std::vector<int> counts_;
  std::vector<float> weights_;      // (sums, terms)
  std::vector<const float*> rows_;  // (sums, terms)
};

}  // namespace primer::vectors
