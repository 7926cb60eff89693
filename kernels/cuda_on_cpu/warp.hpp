#pragma once
// What the 32 lanes of a warp do together: exchange values, vote, add up.
//
// Every function here has a mask, the lanes that take part. Each of them has to come to the same call with the same
// mask, and a lane may ask only for the value of one that takes part. CUDA leaves open what happens otherwise; here the
// launch ends with an error that names the lanes.

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "kernels/cuda_on_cpu/here.hpp"

namespace primer::cuda_on_cpu {

enum class Together { sync, shuffle, ballot, match, match_all, reduce };

/// What a lane brings along. Values travel as 64 bits.
struct Contribution {
  Together operation;       ///< what the lanes do
  std::uint64_t value = 0;  ///< what it gives; ballot: not 0 for yes
  int source = 0;           ///< shuffle: the lane that is read
  std::uint64_t (*combine)(std::uint64_t, std::uint64_t) = nullptr;  ///< reduce
};

/// Waits for the lanes of the mask and returns what this lane gets: the value it asked for (shuffle), a bit for each
/// lane whose value is not zero (ballot) or equals this lane's (match), the mask or 0 for whether all are equal (match_all),
/// or all values combined (reduce).
std::uint64_t together(unsigned mask, const Contribution& mine, const char* function, Place place);

/// The calling thread's position in its warp, 0 … 31.
int lane_index();

inline namespace PRIMER_CUDA_ON_CPU_BUILD {

template <class T>
std::uint64_t to_bits(T value) {
  static_assert(sizeof(T) <= 8 && std::is_trivially_copyable_v<T>);
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  return bits;
}

template <class T>
T from_bits(std::uint64_t bits) {
  T value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

template <class T>
T shuffle(unsigned mask, T value, int source, const char* function, Place place) {
  return from_bits<T>(
      together(mask, {Together::shuffle, to_bits(value), source, nullptr}, function, place));
}

// A warp may be cut into sections of `width` lanes, a power of two. Who would read beyond his section's end gets his own
// value back.

/// The value of lane `source` of the caller's section.
template <class T>
T __shfl_sync(unsigned mask, T value, int source, int width = 32, Place place = Place::here()) {
  const int lane = lane_index();
  return shuffle(mask, value, (lane & ~(width - 1)) | (source & (width - 1)), "__shfl_sync", place);
}

/// The value `delta` lanes below.
template <class T>
T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32,
                 Place place = Place::here()) {
  const int lane = lane_index();
  const int source = lane - static_cast<int>(delta);
  return shuffle(mask, value, source < (lane & ~(width - 1)) ? lane : source, "__shfl_up_sync",
                 place);
}

/// The value `delta` lanes above.
template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32,
                   Place place = Place::here()) {
  const int lane = lane_index();
  const int source = lane + static_cast<int>(delta);
  return shuffle(mask, value, source > (lane | (width - 1)) ? lane : source, "__shfl_down_sync",
                 place);
}

/// The value of the lane whose number differs in the bits of lane_mask.
template <class T>
T __shfl_xor_sync(unsigned mask, T value, int lane_mask, int width = 32,
                  Place place = Place::here()) {
  const int lane = lane_index();
  const int source = lane ^ lane_mask;
  return shuffle(mask, value, source > (lane | (width - 1)) ? lane : source, "__shfl_xor_sync",
                 place);
}

inline void __syncwarp(unsigned mask = 0xffffffff, Place place = Place::here()) {
  together(mask, {Together::sync}, "__syncwarp", place);
}

inline unsigned __ballot_sync(unsigned mask, int predicate, Place place = Place::here()) {
  return static_cast<unsigned>(
      together(mask, {Together::ballot, predicate != 0}, "__ballot_sync", place));
}
inline int __any_sync(unsigned mask, int predicate, Place place = Place::here()) {
  return together(mask, {Together::ballot, predicate != 0}, "__any_sync", place) != 0;
}
/// Whether the predicate holds in all lanes of the mask that have not left the kernel.
inline int __all_sync(unsigned mask, int predicate, Place place = Place::here()) {
  return together(mask, {Together::ballot, predicate == 0}, "__all_sync", place) == 0;
}
/// The lanes whose value is the caller's.
template <class T>
unsigned __match_any_sync(unsigned mask, T value, Place place = Place::here()) {
  return static_cast<unsigned>(
      together(mask, {Together::match, to_bits(value)}, "__match_any_sync", place));
}

/// The mask if all its lanes have the same value, and 0 if they do not; *all_equal tells the same as 1 or 0.
template <class T>
unsigned __match_all_sync(unsigned mask, T value, int* all_equal, Place place = Place::here()) {
  const auto equal = static_cast<unsigned>(
      together(mask, {Together::match_all, to_bits(value)}, "__match_all_sync", place));
  *all_equal = equal != 0;
  return equal;
}

/// The lanes that happen to run together with the caller. Nothing obliges a GPU to name more than the caller itself.
inline unsigned __activemask() { return 1u << lane_index(); }

#define PRIMER_WARP_REDUCE(function, expression)                                            \
  template <class T>                                                                        \
  requires std::is_same_v<T, int> || std::is_same_v<T, unsigned> T function(                \
      unsigned mask, T value, Place place = Place::here()) {                                \
    const auto combine = [](std::uint64_t first, std::uint64_t second) {                    \
      const T a = from_bits<T>(first), b = from_bits<T>(second);                            \
      return to_bits(static_cast<T>(expression));                                           \
    };                                                                                      \
    return from_bits<T>(                                                                    \
        together(mask, {Together::reduce, to_bits(value), 0, +combine}, #function, place)); \
  }
PRIMER_WARP_REDUCE(__reduce_add_sync, static_cast<unsigned>(a) + static_cast<unsigned>(b))
PRIMER_WARP_REDUCE(__reduce_min_sync, a < b ? a : b)
PRIMER_WARP_REDUCE(__reduce_max_sync, a < b ? b : a)
PRIMER_WARP_REDUCE(__reduce_and_sync, a& b)
PRIMER_WARP_REDUCE(__reduce_or_sync, a | b)
PRIMER_WARP_REDUCE(__reduce_xor_sync, a ^ b)
#undef PRIMER_WARP_REDUCE

}  // namespace PRIMER_CUDA_ON_CPU_BUILD
}  // namespace primer::cuda_on_cpu
