#pragma once
// A factor of a product as a kernel sees it, and the way of its tiles into shared memory.
//
// Rows of op(a) and columns of op(b) play the same part: element (i, j) of c is the product of row
// i and column j. Both are **lines** here, of k elements each, and the four cases of transposition
// are two strides for each factor.

#include "kernels/each_element.hpp"
#include "kernels/gemm/gemm.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {

/// The lines of one of the two matrices.
struct Factor {
  const float* data;  ///< element 0 of line 0
  Index lines,        ///< how many there are
      length;         ///< elements of a line
  Index line_stride,  ///< floats from line to line; this or stride is 1
      stride;         ///< floats from element to element of a line
  bool in_packs;      ///< whether packs of four may be loaded along the dimension whose stride is 1

  /// Element p of a line; 0 beyond the ends, where it adds nothing to any sum.
  __device__ float at(Index line, Index p) const {
    return line < lines && p < length ? data[line * line_stride + p * stride] : 0;
  }
};

/// The rows of op(a).
inline Factor rows_of_a(const float* a, const GemmSizes& size, const GemmOptions& options) {
  const bool packs = aligned(a) && (options.transpose_a ? size.m : size.k) % 4 == 0;
  if (options.transpose_a) return {a, size.m, size.k, 1, size.m, packs};
  return {a, size.m, size.k, size.k, 1, packs};
}

/// The columns of op(b).
inline Factor columns_of_b(const float* b, const GemmSizes& size, const GemmOptions& options) {
  const bool packs = aligned(b) && (options.transpose_b ? size.k : size.n) % 4 == 0;
  if (options.transpose_b) return {b, size.n, size.k, size.k, 1, packs};
  return {b, size.n, size.k, 1, size.n, packs};
}

/// `depth` elements of `lines` lines in shared memory, put down so that neighbouring lines are
/// neighbours. 256 threads fetch it, four elements each. Each row has four floats more than it
/// needs: so the threads of a warp, which write at distances of a row, meet different banks if the
/// tile has 128 lines. With 64 lines two threads meet at each of 16 banks.
template <int lines_, int depth_>
struct Tile {
  static constexpr int lines = lines_,  ///< how many lines
      depth = depth_;                   ///< how many elements of each
  static_assert(lines * depth == 256 * 4);
  float values[depth][lines + 4];  ///< values[p][line]; the last four of a row are not used

  /// Where this thread's four elements stand in the tile: along a line if lines are contiguous in
  /// memory, else across neighbouring lines. Either way neighbouring threads read neighbouring
  /// addresses.
  struct Place {
    int line,  ///< in which the first of the four stands
        p;     ///< where it stands in that line; both counted in the tile
    /// Of the thread that calls, whose threadIdx.x is below 256.
    __device__ explicit Place(bool along_line) {
      const int thread = static_cast<int>(threadIdx.x);
      line = along_line ? thread / (depth / 4) : thread % (lines / 4) * 4;
      p = along_line ? thread % (depth / 4) * 4 : thread / (lines / 4);
    }
  };

  /// This thread's part of the tile that begins at (line, p), from memory to registers.
  __device__ static Pack<4> fetch(const Factor& factor, Index line, Index p) {
    const bool along_line = factor.stride == 1;
    const Place place(along_line);
    line += place.line;
    p += place.p;
    const bool inside = along_line ? line < factor.lines && p + 4 <= factor.length
                                   : line + 4 <= factor.lines && p < factor.length;
    if (factor.in_packs && inside) {
      return load<4>(factor.data + line * factor.line_stride + p * factor.stride);
    }
    Pack<4> pack;
    for (int i = 0; i < 4; ++i) {
      pack[i] = along_line ? factor.at(line, p + i) : factor.at(line + i, p);
    }
    return pack;
  }

  /// And from registers to shared memory.
  __device__ void put(const Factor& factor, const Pack<4>& pack) {
    const bool along_line = factor.stride == 1;
    const Place place(along_line);
    if (along_line) {
      for (int i = 0; i < 4; ++i) values[place.p + i][place.line] = pack[i];
    } else {
      store(&values[place.p][place.line], pack);
    }
  }
};

/// Goes along the lines that begin at `row` and `column`, tile by tile, and calls multiply(tile of a, tile of b) for each
/// pair. While the threads multiply one pair, the next is on its way. The barrier between says two things: this pair is
/// complete, and nobody reads the other any more, so that it may be written over. All threads of the block call it.
/// @param tile_a two tiles in shared memory, as tile_b
template <class Factors, class Multiply>
__device__ void for_each_tile(const Factor& a, const Factor& b, Index row, Index column,
                              Factors (&tile_a)[2], Factors (&tile_b)[2],
                              const Multiply& multiply) {
  constexpr int depth = Factors::depth;
  Pack<4> next_a = Factors::fetch(a, row, 0), next_b = Factors::fetch(b, column, 0);
  for (Index p = 0; p < a.length; p += depth) {
    const int now = static_cast<int>(p / depth % 2);
    tile_a[now].put(a, next_a);
    tile_b[now].put(b, next_b);
    __syncthreads();
    if (p + depth < a.length) {
      next_a = Factors::fetch(a, row, p + depth);
      next_b = Factors::fetch(b, column, p + depth);
    }
    multiply(tile_a[now], tile_b[now]);
  }
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
