#pragma once
// The order in which samples come by in an epoch.

#include <cstdint>
#include <vector>

#include "common/tensor/int_tensor.hpp"

namespace primer::data {

/// One epoch's batches: every row once, in a random order that depends on the seed and the epoch alone. Each batch is a
/// list of row numbers,
///
///     for (const IntTensor& rows : Batches(data.size(), 128, seed, epoch)) { … gather(data.x, rows) … }
class Batches {
 public:
  /// The last batch is smaller when batch_size does not divide the number of rows.
  Batches(Index rows, Index batch_size, std::uint64_t seed, Index epoch);

  /// Number of batches; 0 when there are no rows.
  Index size() const { return static_cast<Index>(batches_.size()); }
  /// @return (batch_size), or fewer in the last batch @throws std::out_of_range
  const IntTensor& operator[](Index batch) const {
    return batches_.at(static_cast<std::size_t>(batch));
  }
  /// The first batch, so that `for (const IntTensor& rows : batches)` visits all.
  auto begin() const { return batches_.begin(); }
  /// Behind the last batch.
  auto end() const { return batches_.end(); }

 private:
  std::vector<IntTensor> batches_;
};

}  // namespace primer::data
