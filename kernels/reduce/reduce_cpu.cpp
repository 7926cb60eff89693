#include "kernels/reduce/reduce.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>

#include "kernels/elementwise/elementwise.hpp"
#include "kernels/parallel.hpp"
#include "kernels/reduce/blocks.hpp"
#include "kernels/reduce/fold.hpp"

namespace primer {

Index reduce_workspace(const ReduceSizes& sizes) {
  const Index blocks = block_count(sizes);
  if (blocks == 1) return 0;
  const ReduceSizes partial{sizes.outer, blocks, sizes.inner};
  return sizes.outer * blocks * sizes.inner + reduce_workspace(partial);
}

namespace cpu {
namespace {

/// Columns that are folded side by side: their partial results stay in the first cache.
constexpr Index stripe_width = 1024;

/// y[j] = rows begin … end-1 of the column x[·, j] folded, for `columns` neighbours.
template <class Way>
void fold_columns(const float* x, Index inner, Index begin, Index end, Index columns, float* y) {
  std::fill_n(y, columns, Way::nothing);
  for (Index row = begin; row < end; ++row) {
    const float* x_row = x + row * inner;
#pragma omp simd
    for (Index j = 0; j < columns; ++j) y[j] = Way::take(y[j], x_row[j]);
  }
}

template <class Way>
void fold_middle(const float* x, float* y, const ReduceSizes& sizes, float* workspace) {
  const auto [outer, middle, inner] = sizes;
  const Index length = block_length(sizes), blocks = block_count(sizes);
  float* partial = blocks == 1 ? y : workspace;

  const Index stripes = (inner + stripe_width - 1) / stripe_width;
  const Index work = std::min(middle, length) * std::min(inner, stripe_width);
  parallel_for(outer * blocks * stripes, work, 1, [&](Index first, Index last) {
    for (Index task = first; task < last; ++task) {
      const Index block = task / stripes;  // of all outer * blocks
      const Index column = task % stripes * stripe_width;
      const Index begin = block % blocks * length;
      const Index end = std::min(middle, begin + length);
      const float* slab = x + block / blocks * middle * inner + column;
      if (inner == 1) {
        partial[block] = fold<Way>(begin, end, [=](Index i) { return slab[i]; });
      } else {
        fold_columns<Way>(slab, inner, begin, end, std::min(stripe_width, inner - column),
                          partial + block * inner + column);
      }
    }
  });
  if (blocks > 1) {
    fold_middle<typename Way::Further>(partial, y, {outer, blocks, inner},
                                       workspace + outer * blocks * inner);
  }
}

/// Where the maximum of a row stands. NaN counts as larger than any number.
Index find_maximum(const float* x, Index n) {
  // Find the block that holds it, then its place there.
  constexpr Index length = 256;
  float largest = -std::numeric_limits<float>::infinity();
  Index block = 0;
  for (Index begin = 0; begin < n; begin += length) {
    const Index end = std::min(n, begin + length);
    const float next = fold<Maximum>(begin, end, [=](Index i) { return x[i]; });
    if (next <= largest || largest != largest) continue;
    largest = next;
    block = begin;
  }
  const auto wins = [=](float v) { return v == largest || v != v; };
  return std::find_if(x + block, x + n, wins) - x;
}

/// find_maximum() for neighbouring columns of a matrix.
void find_maxima(const float* x, Index middle, Index inner, Index columns, std::int32_t* y) {
  if (inner == 1) {
    *y = static_cast<std::int32_t>(find_maximum(x, middle));
    return;
  }
  std::array<float, stripe_width> largest;
  std::copy_n(x, columns, largest.begin());
  std::fill_n(y, columns, 0);
  for (Index row = 1; row < middle; ++row) {
    const float* x_row = x + row * inner;
#pragma omp simd
    for (Index j = 0; j < columns; ++j) {
      const bool stays = x_row[j] <= largest[j] || largest[j] != largest[j];
      y[j] = stays ? y[j] : static_cast<std::int32_t>(row);
      largest[j] = stays ? largest[j] : x_row[j];
    }
  }
}

/// Calls body(outer position, first column, columns) for stripes that together cover all columns.
template <class Body>
void for_each_stripe(const ReduceSizes& sizes, const Body& body) {
  const Index stripes = (sizes.inner + stripe_width - 1) / stripe_width;
  const Index work = sizes.middle * std::min(sizes.inner, stripe_width);
  parallel_for(sizes.outer * stripes, work, 1, [&](Index first, Index last) {
    for (Index task = first; task < last; ++task) {
      const Index column = task % stripes * stripe_width;
      body(task / stripes, column, std::min(stripe_width, sizes.inner - column));
    }
  });
}

void max_backward(const float* x, const float* dy, float* dx, const ReduceSizes& sizes) {
  const auto [outer, middle, inner] = sizes;
  if (middle == 0) return;
  for_each_stripe(sizes, [&](Index o, Index column, Index columns) {
    std::array<std::int32_t, stripe_width> position;
    const Index slab = o * middle * inner + column;
    find_maxima(x + slab, middle, inner, columns, position.data());
    for (Index row = 0; row < middle; ++row) std::fill_n(dx + slab + row * inner, columns, 0.0f);
    for (Index j = 0; j < columns; ++j) {
      dx[slab + position[j] * inner + j] = dy[o * inner + column + j];
    }
  });
}

}  // namespace

void reduce(Reduction reduction, const float* x, float* y, const ReduceSizes& sizes,
            float* workspace, Stream stream) {
  switch (reduction) {
    case Reduction::sum:
      return fold_middle<Sum>(x, y, sizes, workspace);
    case Reduction::mean:
      fold_middle<Sum>(x, y, sizes, workspace);
      return scale_add(1 / static_cast<float>(sizes.middle), y, 0, y, sizes.outer * sizes.inner,
                       stream);
    case Reduction::max:
      return fold_middle<Maximum>(x, y, sizes, workspace);
    case Reduction::sum_of_squares:
      return fold_middle<SumOfSquares>(x, y, sizes, workspace);
  }
  throw std::invalid_argument("reduce: no such reduction");
}

void reduce_backward(Reduction reduction, const float* x, const float* dy, float* dx,
                     const ReduceSizes& sizes, Stream stream) {
  if (reduction == Reduction::max) return max_backward(x, dy, dx, sizes);

  // A sum sends dy, repeated along the middle, to each of its terms.
  const auto [outer, middle, inner] = sizes;
  const std::array<Index, 3> shape{outer, middle, inner}, dy_shape{outer, 1, inner};
  Broadcast repeat;
  broadcast(dy_shape.data(), 3, shape.data(), 3, repeat);
  if (reduction == Reduction::sum_of_squares) {
    binary(Binary::multiply, dy, x, dx, repeat, stream);
    scale_add(2, dx, 0, dx, outer * middle * inner, stream);
  } else {
    const float share = reduction == Reduction::mean ? static_cast<float>(middle) : 1;
    repeat.b_stride = {0, 0, 0, 0};
    binary(Binary::divide, dy, &share, dx, repeat, stream);
  }
}

void argmax(const float* x, std::int32_t* y, const ReduceSizes& sizes, Stream) {
  const auto [outer, middle, inner] = sizes;
  for_each_stripe(sizes, [&, middle = middle, inner = inner](Index o, Index column, Index columns) {
    find_maxima(x + o * middle * inner + column, middle, inner, columns, y + o * inner + column);
  });
}

}  // namespace cpu
}  // namespace primer
