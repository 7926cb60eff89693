#pragma once
// How reduce() cuts the middle into blocks, alike on every device.

#include <algorithm>

#include "kernels/reduce/reduce.hpp"

namespace primer {

// The middle is folded in blocks, each to one (inner) row of partial results, and these are folded
// further in the same way. Blocks do not depend on the number of threads, hence nor do the results.

/// Elements of the middle in one block.
inline Index block_length(const ReduceSizes& sizes) { return sizes.inner == 1 ? 8192 : 64; }

/// Blocks of the middle, the last of which may be shorter; one where the middle is empty.
inline Index block_count(const ReduceSizes& sizes) {
  const Index length = block_length(sizes);
  return std::max<Index>(1, (sizes.middle + length - 1) / length);
}

}  // namespace primer
