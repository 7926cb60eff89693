#pragma once
// Random numbers for inner loops in which a thread draws one after the other.

#include <cstdint>

#include "common/tensor/generator.hpp"

namespace primer::text {

/// xorshift64* (Vigna 2016): a few cycles a number, where Philox takes some thirty. Each thread has its own.
class FastRandom {
 public:
  /// Of the same seed and stream, the same numbers.
  explicit FastRandom(std::uint64_t seed, std::uint64_t stream = 0)
      : state_(derive_seed(seed, 0x776f7264, stream) | 1) {}

  /// 64 random bits.
  std::uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545F4914F6CDD1Du;
  }
  /// In [0, 1), a multiple of 2^-24.
  float unit() { return static_cast<float>(next() >> 40) * 0x1p-24f; }
  /// A whole number from 0 to n - 1, for n below 2^32.
  std::uint32_t below(std::uint32_t n) {
    return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32);
  }

 private:
  std::uint64_t state_;
};

}  // namespace primer::text
