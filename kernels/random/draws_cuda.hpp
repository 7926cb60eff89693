#pragma once
// Draws of a random state on a GPU.

#include <array>

#include "kernels/each_element.hpp"
#include "kernels/random/philox.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {

/// Draws i … i + width - 1 of the state. A block of Philox gives four; where the state's offset is
/// not a multiple of four, a pack's draws come from two blocks, and the neighbour works the second
/// one out again.
template <int width>
__device__ std::array<std::uint32_t, width> draws(const RandomState& state, Index i) {
  const std::uint64_t first = state.offset + static_cast<std::uint64_t>(i);
  const auto skip = static_cast<unsigned>(first % 4);
  std::array<std::uint32_t, width> result;
  std::array<std::uint32_t, 4> block = random_block(state.seed, first / 4);
  for (unsigned k = 0; k < width; ++k) {
    if (k > 0 && (skip + k) % 4 == 0) block = random_block(state.seed, first / 4 + 1);
    result[k] = block[(skip + k) % 4];
  }
  return result;
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
