#pragma once
// How mse() cuts its sum into blocks, alike on every device.

#include "kernels/mse/mse.hpp"
#include "kernels/reduce/reduce.hpp"

namespace primer {

/// Elements whose squares are summed to one number in the workspace; reduce() adds these up.
inline constexpr Index mse_block_length = 8192;

/// The blocks' sums for n elements as reduce() takes them: one row of ⌈n / mse_block_length⌉.
inline ReduceSizes mse_block_sums(Index n) {
  return {1, (n + mse_block_length - 1) / mse_block_length, 1};
}

}  // namespace primer
