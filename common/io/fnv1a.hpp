#pragma once
// A short number for a long text.

#include <cstdint>
#include <string_view>

namespace primer {

/// The hash of no bytes, FNV's offset basis.
inline constexpr std::uint64_t fnv1a_begin = 0xcbf29ce484222325u;
/// FNV's prime.
inline constexpr std::uint64_t fnv1a_multiplier = 0x100000001b3u;

/// The hash FNV-1a of 64 bits (Fowler, Noll and Vo, http://www.isthe.com/chongo/tech/comp/fnv/). It tells whether text has
/// changed, not whether somebody wanted two texts to look alike.
/// @param before the hash of what comes before these bytes, for text that comes in parts
/// @param multiplier another one gives another hash
constexpr std::uint64_t fnv1a(std::string_view bytes, std::uint64_t before = fnv1a_begin,
                              std::uint64_t multiplier = fnv1a_multiplier) {
  for (const char c : bytes) before = (before ^ static_cast<unsigned char>(c)) * multiplier;
  return before;
}

}  // namespace primer
