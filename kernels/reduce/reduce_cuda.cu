// # Sums on a GPU
//
// To add up n numbers takes n - 1 additions and n reads: again it is memory that limits us, and a
// good kernel reads each number once and as fast as memory gives it. But here threads depend on one
// another. Somebody has to bring their partial results together, and a grid has no barrier at which
// all its blocks could wait.
//
// So we work in rounds. In the first, each block folds a stretch of 8192 numbers to one and writes
// it to the workspace; the next round folds those in the same way. Of a million numbers 123 remain
// after the first round and 1 after the second, and the rounds after the first read next to
// nothing. One kernel begins when the one before it is through, and that is the barrier that we
// need.
#include "kernels/reduce/reduce.hpp"

#include <array>
#include <stdexcept>

#include "kernels/elementwise/broadcast_cuda.hpp"
#include "kernels/reduce/blocks.hpp"
#include "kernels/reduce/group_cuda.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

// ## Rows
//
// Where the middle is the last dimension, a block's numbers are neighbours. A group of threads
// folds them (`group_cuda.hpp` says how), and its first lane writes the result.
template <int lanes, class Way>
__global__ void fold_rows(const float* x, float* y, Index outer, Index middle, Index blocks,
                          Index length, bool in_packs) {
  for_each_group_row<lanes>(outer * blocks, [&](Index block, bool present) {
    const Index begin = block % blocks * length;
    const Index count = present ? std::min(length, middle - begin) : 0;
    const Row row{x + block / blocks * middle + begin, count, in_packs};
    const float total = fold_row<Way, lanes>(count, [&](Index i) { return row.four(i); });
    if (present && Group<lanes>::lane() == 0) y[block] = total;
  });
}

// ## Columns
//
// Where the middle is not the last dimension, neighbours in memory belong to different sums: think
// of the gradient of a bias, which sums a matrix down its columns. If a warp went down one column,
// each of its loads would fetch a sector for the sake of one float. So the 32 lanes of a warp take
// 32 columns side by side, and the 8 warps of a block take every eighth of its 64 rows. In the end
// the warps' partial sums meet in shared memory.
constexpr int stripe = 32, warps = 8;

template <class Way>
__global__ void fold_columns(const float* x, float* y, ReduceSizes sizes, Index blocks,
                             Index length) {
  __shared__ float of_warp[warps][stripe];
  const auto [outer, middle, inner] = sizes;
  const Index column = Index{blockIdx.x} * stripe + threadIdx.x;
  for (Index block = blockIdx.y; block < outer * blocks; block += gridDim.y) {
    const Index begin = block % blocks * length, end = std::min(middle, begin + length);
    const float* slab = x + block / blocks * middle * inner + column;
    float total = Way::nothing;
    if (column < inner) {
      for (Index row = begin + threadIdx.y; row < end; row += warps) {
        total = Way::take(total, slab[row * inner]);
      }
    }
    of_warp[threadIdx.y][threadIdx.x] = total;
    __syncthreads();
    if (threadIdx.y == 0 && column < inner) {
      for (int w = 1; w < warps; ++w) total = Way::Further::take(total, of_warp[w][threadIdx.x]);
      y[block * inner + column] = total;
    }
    __syncthreads();
  }
}

// ## Rounds
//
// How the middle is cut into blocks is the CPU's choice too (`blocks.hpp`), and so is the size of
// the workspace. It depends on the sizes alone: the same sum has the same bits on a card with few
// multiprocessors and on one with many.
template <class Way>
void fold_middle(const float* x, float* y, const ReduceSizes& sizes, float* workspace,
                 Stream stream) {
  const auto [outer, middle, inner] = sizes;
  const Index blocks = block_count(sizes), length = block_length(sizes);
  if (outer * inner == 0) return;
  float* const partial = blocks == 1 ? y : workspace;
  if (inner == 1) {
    const bool in_packs = aligned(x) && (middle % 4 == 0 || outer == 1);
    with_group_for(std::min(middle, length), [&, middle = middle, outer = outer](auto group) {
      constexpr int lanes = decltype(group)::value;
      launch(fold_rows<lanes, Way>, blocks_for_rows<lanes>(outer * blocks), group_block, 0, stream,
             x, partial, outer, middle, blocks, length, in_packs);
    });
  } else {
    const dim3 grid(blocks_for(inner, stripe), blocks_for(outer * blocks, 1, 65535));
    launch(fold_columns<Way>, grid, dim3(stripe, warps), 0, stream, x, partial, sizes, blocks,
           length);
  }
  if (blocks > 1) {
    fold_middle<typename Way::Further>(partial, y, {outer, blocks, inner},
                                       workspace + outer * blocks * inner, stream);
  }
}

}  // namespace

void reduce(Reduction reduction, const float* x, float* y, const ReduceSizes& sizes,
            float* workspace, Stream stream) {
  switch (reduction) {
    case Reduction::sum:
      return fold_middle<cpu::Sum>(x, y, sizes, workspace, stream);
    case Reduction::mean:
      fold_middle<cpu::Sum>(x, y, sizes, workspace, stream);
      return scale_add(1 / static_cast<float>(sizes.middle), y, 0, y, sizes.outer * sizes.inner,
                       stream);
    case Reduction::max:
      return fold_middle<cpu::Maximum>(x, y, sizes, workspace, stream);
    case Reduction::sum_of_squares:
      return fold_middle<cpu::SumOfSquares>(x, y, sizes, workspace, stream);
  }
  throw std::invalid_argument("reduce: no such reduction");
}

// ## The way back
//
// A sum sends its gradient to each of its terms, a mean the n-th part of it, and a sum of squares
// 2x times it: dy is repeated along the middle, which is broadcasting. The gradient of a maximum
// stands in `argmax_cuda.cu`.
namespace {

struct Share {
  static constexpr bool reads_dy = false;
  float count;
  __device__ float operator()(float d, float) const { return d / count; }
};

struct TwiceProduct {
  static constexpr bool reads_dy = false;
  __device__ float operator()(float d, float x) const { return 2 * (d * x); }
};

}  // namespace

void max_backward(const float* x, const float* dy, float* dx, const ReduceSizes&, Stream);

void reduce_backward(Reduction reduction, const float* x, const float* dy, float* dx,
                     const ReduceSizes& sizes, Stream stream) {
  if (reduction == Reduction::max) return max_backward(x, dy, dx, sizes, stream);
  const auto [outer, middle, inner] = sizes;
  const std::array<Index, 3> shape{outer, middle, inner}, dy_shape{outer, 1, inner};
  Broadcast repeat;
  broadcast(dy_shape.data(), 3, shape.data(), 3, repeat);
  if (reduction == Reduction::sum_of_squares) {
    combine(TwiceProduct{}, dy, x, nullptr, dx, repeat, stream);
  } else {
    const float count = reduction == Reduction::mean ? static_cast<float>(middle) : 1;
    repeat.b_stride = repeat.a_stride;
    combine(Share{count}, dy, dy, nullptr, dx, repeat, stream);
  }
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
