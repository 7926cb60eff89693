#pragma once
// Runs of consecutive draws on the calling thread, many blocks at once for the sake of vectorisation.

#include <algorithm>
#include <array>
#include <bit>

#include "kernels/random/philox.hpp"

namespace primer::cpu {

/// Calls body(at, count, bits) for parts that together cover begin … end-1 in order: bits[k] is draw at + k of the state.
template <class Body>
void for_each_draw(RandomState state, Index begin, Index end, const Body& body) {
  constexpr int blocks = 16;
  std::array<std::array<std::uint32_t, 4>, blocks> drawn;
  const std::uint64_t first = state.offset + static_cast<std::uint64_t>(begin);
  std::uint64_t block = first / 4;
  auto skip = static_cast<Index>(first % 4);
  for (Index at = begin; at < end; block += blocks) {
#pragma omp simd
    for (int i = 0; i < blocks; ++i) {
      drawn[i] = random_block(state.seed, block + static_cast<std::uint64_t>(i));
    }
    const auto bits = std::bit_cast<std::array<std::uint32_t, 4 * blocks>>(drawn);
    const Index count = std::min(end - at, 4 * blocks - skip);
    body(at, count, bits.data() + skip);
    at += count;
    skip = 0;
  }
}

}  // namespace primer::cpu
