#pragma once
// Samples with labels, and parts of them.

#include <cstdint>
#include <utility>

#include "common/tensor/int_tensor.hpp"
#include "common/tensor/tensor.hpp"

namespace primer::data {

/// Examples with their labels.
struct Dataset {
  Tensor x;     ///< (N, features)
  IntTensor y;  ///< (N)

  /// Number of examples, N.
  Index size() const { return x.size(0); }
  /// Examples begin … end-1, sharing memory.
  Dataset rows(Index begin, Index end) const { return {x.rows(begin, end), y.rows(begin, end)}; }
};

/// A copy of some rows.
/// @param rows (n), numbers in [0, N)
Dataset subset(const Dataset& data, const IntTensor& rows);

/// Divides the rows 0 … rows-1 at random; the same seed divides them in the same way.
/// @return the rows to train on and the held_out others, to validate on
/// @throws Error when there are fewer rows than are to be held out
std::pair<IntTensor, IntTensor> split(Index rows, Index held_out, std::uint64_t seed);

/// Picks rows at random, equally many of each class. When `count` is no multiple of the number of classes, some classes,
/// chosen at random, give one row more. With the same seed a larger count adds rows to those of a smaller one, though not
/// behind them, so that curves over the number of labels compare like with like.
/// @param labels (N), in [0, classes)
/// @return (count) row numbers in random order
/// @throws Error when a class has too few rows
IntTensor stratified(const IntTensor& labels, Index count, Index classes, std::uint64_t seed);

}  // namespace primer::data
