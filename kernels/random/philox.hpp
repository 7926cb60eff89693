#pragma once
// Philox 4x32-10 itself, for every device.

#include <array>
#include <cstdint>

#include "kernels/random/random.hpp"

namespace primer {

/// Four 32-bit words from a 128-bit counter and a 64-bit key, in ten rounds (Salmon et al. 2011, section 3.3).
PRIMER_HOST_DEVICE inline std::array<std::uint32_t, 4> philox4x32_10(
    std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = 0xD2511F53ull * counter[0];
    const std::uint64_t product1 = 0xCD9E8D57ull * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0],
               static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1],
               static_cast<std::uint32_t>(product0)};
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
  return counter;
}

/// The four draws 4·block … 4·block + 3 of a seed.
PRIMER_HOST_DEVICE inline std::array<std::uint32_t, 4> random_block(std::uint64_t seed,
                                                                    std::uint64_t block) {
  return philox4x32_10(
      {static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32), 0, 0},
      {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
}

/// 24 bits of a draw as a float in [0, 1).
PRIMER_HOST_DEVICE inline float unit_interval(std::uint32_t bits) {
  return static_cast<float>(bits >> 8) * 0x1p-24f;
}

}  // namespace primer
