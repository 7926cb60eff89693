// # The place of a maximum on a GPU
//
// A sum forgets where its terms stood. For `argmax`, and for the gradient of a maximum, which goes
// to one place alone, we need to know. So what travels up the tree is a pair, a value and its
// place, and of two pairs the better one wins.
//
// Which one is better must leave no room for chance. The larger value wins, the first of equals,
// and the first NaN before everything. Whoever compares two pairs of a row in whatever order then
// finds the same winner.
#include "kernels/reduce/group_cuda.hpp"
#include "kernels/reduce/reduce.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

struct Candidate {
  float value;
  std::int32_t place;

  __device__ bool beats(const Candidate& other) const {
    const bool nan = value != value, other_nan = other.value != other.value;
    if (nan != other_nan) return nan;
    if (nan || value == other.value) return place < other.place;
    return value > other.value;
  }
};

/// Loses against every element.
__device__ Candidate nobody() { return {-std::numeric_limits<float>::infinity(), 0x7fffffff}; }

// A group's lanes share a row as they do for a sum. Shuffles move a register of 32 bits, so that a
// pair takes two.
template <int lanes>
__device__ Candidate best_in_row(const float* x, Index length) {
  Candidate best = nobody();
  for (Index i = Group<lanes>::lane(); i < length; i += lanes) {
    const Candidate next{x[i], static_cast<std::int32_t>(i)};
    if (next.beats(best)) best = next;
  }
  for (int distance = std::min(lanes, warp_size) / 2; distance > 0; distance /= 2) {
    const Candidate other{__shfl_xor_sync(whole_warp, best.value, distance),
                          __shfl_xor_sync(whole_warp, best.place, distance)};
    if (other.beats(best)) best = other;
  }
  if constexpr (lanes > warp_size) {
    __shared__ Candidate of_warp[lanes / warp_size];
    __syncthreads();
    if (threadIdx.x % warp_size == 0) of_warp[threadIdx.x / warp_size] = best;
    __syncthreads();
    for (const Candidate& other : of_warp) {
      if (other.beats(best)) best = other;
    }
  }
  return best;
}

// Down a column a single thread goes, beside its neighbours in theirs. There is no workspace to
// bring together what several have found; where columns are few and long, that is slow.
__device__ Candidate best_in_column(const float* x, Index length, Index stride) {
  Candidate best = nobody();
  for (Index i = 0; i < length; ++i) {
    const Candidate next{x[i * stride], static_cast<std::int32_t>(i)};
    if (next.beats(best)) best = next;
  }
  return best;
}

// ## Its number
template <int lanes>
__global__ void argmax_rows(const float* x, std::int32_t* y, Index rows, Index length) {
  for_each_group_row<lanes>(rows, [&](Index row, bool present) {
    const Candidate best = best_in_row<lanes>(x + row * length, present ? length : 0);
    if (present && Group<lanes>::lane() == 0) y[row] = best.place;
  });
}

struct ArgmaxColumns {
  const float* x;
  std::int32_t* y;
  Index middle, inner;

  template <int width>
  __device__ void at(Index i) const {
    static_assert(width == 1);
    y[i] = best_in_column(x + i / inner * middle * inner + i % inner, middle, inner).place;
  }
};

// ## Its gradient
//
// All of a row's gradient is 0 but for one element, which the group knows by now.
template <int lanes>
__global__ void max_backward_rows(const float* x, const float* dy, float* dx, Index rows,
                                  Index length) {
  for_each_group_row<lanes>(rows, [&](Index row, bool present) {
    const Index count = present ? length : 0;
    const Index place = best_in_row<lanes>(x + row * length, count).place;
    for (Index i = Group<lanes>::lane(); i < count; i += lanes) {
      dx[row * length + i] = i == place ? dy[row] : 0;
    }
  });
}

struct MaxBackwardColumns {
  const float* x;
  const float* dy;
  float* dx;
  Index middle, inner;

  template <int width>
  __device__ void at(Index i) const {
    static_assert(width == 1);
    const Index column = i / inner * middle * inner + i % inner;
    const Index place = best_in_column(x + column, middle, inner).place;
    for (Index row = 0; row < middle; ++row) {
      dx[column + row * inner] = row == place ? dy[i] : 0;
    }
  }
};

}  // namespace

void argmax(const float* x, std::int32_t* y, const ReduceSizes& sizes, Stream stream) {
  const auto [outer, middle, inner] = sizes;
  if (inner > 1) {
    return for_each_single_element(outer * inner, ArgmaxColumns{x, y, middle, inner}, stream);
  }
  if (outer * inner == 0) return;
  with_group_for(middle, [&, rows = outer, length = middle](auto group) {
    constexpr int lanes = decltype(group)::value;
    launch(argmax_rows<lanes>, blocks_for_rows<lanes>(rows), group_block, 0, stream, x, y, rows,
           length);
  });
}

void max_backward(const float* x, const float* dy, float* dx, const ReduceSizes& sizes,
                  Stream stream) {
  const auto [outer, middle, inner] = sizes;
  if (inner > 1) {
    const MaxBackwardColumns body{x, dy, dx, middle, inner};
    return for_each_single_element(outer * inner, body, stream);
  }
  if (outer * middle * inner == 0) return;
  with_group_for(middle, [&, rows = outer, length = middle](auto group) {
    constexpr int lanes = decltype(group)::value;
    launch(max_backward_rows<lanes>, blocks_for_rows<lanes>(rows), group_block, 0, stream, x, dy,
           dx, rows, length);
  });
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
