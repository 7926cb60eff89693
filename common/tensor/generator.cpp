#include "common/tensor/generator.hpp"

#include "kernels/random/philox.hpp"

namespace primer {

std::uint64_t derive_seed(std::uint64_t seed, std::uint64_t purpose, std::uint64_t index) {
  // A seed's ordinary draws have zeros in the counter's upper half, so none of them can coincide with this one.
  const auto low = [](std::uint64_t v) { return static_cast<std::uint32_t>(v); };
  const auto high = [](std::uint64_t v) { return static_cast<std::uint32_t>(v >> 32); };
  const auto mixed = philox4x32_10({low(index), high(index), low(purpose) + 1, high(purpose) + 1},
                                   {low(seed), high(seed)});
  return static_cast<std::uint64_t>(mixed[1]) << 32 | mixed[0];
}

}  // namespace primer
