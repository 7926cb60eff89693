#pragma once
// Groups of threads that work on one row together.
//
// To add up a row, each thread of a group first adds up its share, without asking anybody. Then the
// group has as many partial sums as threads, and these are added in pairs. Within a warp a thread
// can read a register of another one by a **shuffle**: in five steps, at distances 16, 8, 4, 2 and
// 1, all 32 lanes get the sum of all. Beyond a warp the way leads through shared memory and a
// barrier.
//
// How large a group should be depends on the row. A row of ten scores has no work for 32 lanes, so
// eight take it and a warp works on four rows at once; a row of 50 000 deserves a whole block.
//
// The order in which a group adds depends on the row's length alone. No partial sum is added by an
// atomic operation, which would take them as they come: the sum would then have other last digits
// each time.

#include "kernels/each_element.hpp"
#include "kernels/reduce/fold.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {

/// Threads of a block whose threads work in groups.
inline constexpr int group_block = 256;

/// `lanes` threads of a block: a part of a warp, a warp, or several.
template <int lanes>
struct Group {
  static constexpr int per_block = group_block / lanes;  ///< groups in a block

  /// This thread's number in its group.
  __device__ static int lane() { return static_cast<int>(threadIdx.x) % lanes; }
  /// The number of this thread's group in the block.
  __device__ static int number() { return static_cast<int>(threadIdx.x) / lanes; }

  /// The values of all lanes folded into one, for each lane. All threads of the block must come
  /// here together.
  template <class Way>
  __device__ static float fold(float value) {
    for (int distance = std::min(lanes, warp_size) / 2; distance > 0; distance /= 2) {
      value = Way::take(value, __shfl_xor_sync(whole_warp, value, distance));
    }
    if constexpr (lanes > warp_size) {
      constexpr int warps = lanes / warp_size;
      __shared__ float of_warp[warps];
      __syncthreads();  // until the last fold has been read
      if (lane() % warp_size == 0) of_warp[lane() / warp_size] = value;
      __syncthreads();
      value = of_warp[0];
      for (int warp = 1; warp < warps; ++warp) value = Way::take(value, of_warp[warp]);
    }
    return value;
  }
};

/// A row in memory. It is read in packs of four where that is possible, and in the same order where
/// it is not.
struct Row {
  const float* data;  ///< (length)
  Index length;       ///< elements of the row
  bool in_packs;      ///< whether packs of four may be loaded from it: data is aligned

  /// The elements i … i+3, of which those beyond the end are 0.
  __device__ Pack<4> four(Index i) const {
    if (in_packs && i + 4 <= length) return load<4>(data + i);
    Pack<4> pack;
    for (int k = 0; k < 4; ++k) pack[k] = i + k < length ? data[i + k] : 0;
    return pack;
  }
};

/// Writes the elements i … i+3 of a row, those that there are.
__device__ inline void store_four(float* row, Index i, Index length, bool in_packs,
                                  const Pack<4>& pack) {
  if (in_packs && i + 4 <= length) {
    store(row + i, pack);
  } else {
    for (int k = 0; k < 4 && i + k < length; ++k) row[i + k] = pack[k];
  }
}

/// Folds what term(i) returns for i = 0, 4, 8 …, the terms i … i+3, as far as they are below
/// `length`. All lanes of the group get the result.
template <class Way, int lanes, class Term>
__device__ float fold_row(Index length, const Term& term) {
  using Further = typename Way::Further;
  Pack<4> partial;
  for (int k = 0; k < 4; ++k) partial[k] = Way::nothing;
  for (Index i = 4 * Group<lanes>::lane(); i < length; i += 4 * lanes) {
    const Pack<4> terms = term(i);
    for (int k = 0; k < 4; ++k) {
      if (i + k < length) partial[k] = Way::take(partial[k], terms[k]);
    }
  }
  const float even = Further::take(partial[0], partial[2]);
  const float odd = Further::take(partial[1], partial[3]);
  return Group<lanes>::template fold<Further>(Further::take(even, odd));
}

/// Calls body(std::integral_constant<int, lanes>{}) with the number of lanes that suits rows of
/// this length: each should have a few elements to work on before it folds.
template <class Body>
void with_group_for(Index length, const Body& body) {
  if (length <= 64) {
    body(std::integral_constant<int, 8>{});
  } else if (length <= 2048) {
    body(std::integral_constant<int, 32>{});
  } else {
    body(std::integral_constant<int, group_block>{});
  }
}

/// Blocks of a grid whose groups take one row each, or several where there are very many.
template <int lanes>
unsigned blocks_for_rows(Index rows) {
  return blocks_for(rows, Group<lanes>::per_block, 1 << 16);
}

/// Calls body(row, present) for each row. All threads of a block come together, for the sake of
/// shuffles and barriers: groups for which no row is left get the last one again, and are not
/// present.
template <int lanes, class Body>
__device__ void for_each_group_row(Index rows, const Body& body) {
  const Index stride = Index{gridDim.x} * Group<lanes>::per_block;
  for (Index first = Index{blockIdx.x} * Group<lanes>::per_block; first < rows; first += stride) {
    const Index row = first + Group<lanes>::number();
    body(std::min(row, rows - 1), row < rows);
  }
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
