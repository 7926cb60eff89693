#include <cblas.h>
#include <omp.h>

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>
#include <string>

#include "kernels/elementwise/functions.hpp"
#include "kernels/elementwise/serial.hpp"
#include "kernels/gemm/gemm.hpp"
#include "kernels/parallel.hpp"

namespace primer::cpu {
namespace {

constexpr Index cache_line = 16;  // floats

Index divide_up(Index a, Index b) { return (a + b - 1) / b; }

/// A rectangle of c, which one thread works out.
struct Cell {
  Index row, rows;
  Index column, columns;
};

/// How c is cut into cells of one size; the last ones may be smaller, or empty.
struct Grid {
  Index down, across;
  Index rows, columns;  // of a cell

  Index cells() const { return down * across; }
  Cell cell(Index i, const GemmSizes& size) const {
    const Index row = std::min(i / across * rows, size.m);
    const Index column = std::min(i % across * columns, size.n);
    return {row, std::min(rows, size.m - row), column, std::min(columns, size.n - column)};
  }
};

/// Cuts c into a cell for each thread, or into fewer where there is little to do: into rows as long as these are many, so
/// that a thread finds its rows of the last operation's result in its own cache. A cell reads its rows of op(a) and its
/// columns of op(b); where rows are few, the cells with the smallest circumference are the best.
Grid choose_grid(const GemmSizes& size, int threads) {
  constexpr double epilogue = 16;     // cost of an element of c, in multiply-adds
  constexpr double least_work = 1e5;  // multiply-adds for which it pays to wake a thread
  constexpr Index enough_rows = 32;   // to make up for the packing of b
  const double work = static_cast<double>(size.m) * static_cast<double>(size.n) *
                      (static_cast<double>(size.k) + epilogue);
  const auto cells = static_cast<Index>(std::clamp<double>(work / least_work, 1, threads));

  Grid best{};
  for (Index down = cells; down >= 1; --down) {
    if (cells % down != 0) continue;
    const Index across = cells / down;
    const Index lines = divide_up(divide_up(size.n, across), cache_line);
    const Grid grid{down, across, divide_up(size.m, down), std::min(size.n, lines * cache_line)};
    if (best.cells() == 0 || grid.rows + grid.columns < best.rows + best.columns) best = grid;
    if (grid.rows >= enough_rows) break;
  }
  return best;
}

void multiply(const float* a, const float* b, float* c, const GemmSizes& size,
              const GemmOptions& options, const Cell& cell) {
  const Index a_stride = options.transpose_a ? size.m : size.k;
  const Index b_stride = options.transpose_b ? size.k : size.n;
  cblas_sgemm(CblasRowMajor, options.transpose_a ? CblasTrans : CblasNoTrans,
              options.transpose_b ? CblasTrans : CblasNoTrans, static_cast<int>(cell.rows),
              static_cast<int>(cell.columns), static_cast<int>(size.k), 1,
              a + cell.row * (options.transpose_a ? 1 : a_stride), static_cast<int>(a_stride),
              b + cell.column * (options.transpose_b ? b_stride : 1), static_cast<int>(b_stride),
              options.accumulate ? 1 : 0, c + cell.row * size.n + cell.column,
              static_cast<int>(size.n));
}

/// y += x
void add(const float* x, float* y, Index n) {
#pragma omp simd
  for (Index j = 0; j < n; ++j) y[j] += x[j];
}

void apply_epilogue(float* c, const GemmSizes& size, const GemmOptions& options, const Cell& cell) {
  for (Index i = cell.row; i < cell.row + cell.rows; ++i) {
    float* const row = c + i * size.n + cell.column;
    if (options.bias) add(options.bias + cell.column, row, cell.columns);
    if (options.activation != Unary::identity) {
      unary_serial(options.activation, row, row, cell.columns);
    }
  }
}

void clear(float* c, const GemmSizes& size, const Cell& cell) {
  for (Index i = cell.row; i < cell.row + cell.rows; ++i) {
    std::fill_n(c + i * size.n + cell.column, cell.columns, 0.0f);
  }
}

void compute(const float* a, const float* b, float* c, const GemmSizes& size,
             const GemmOptions& options, const Cell& cell) {
  if (cell.columns == 0) return;
  // As many rows as stay in the cache until the epilogue, but enough of them to make up for the packing of b.
  const bool epilogue = options.bias || options.activation != Unary::identity;
  const Index block = epilogue ? 512 : cell.rows;
  for (Index done = 0; done < cell.rows; done += block) {
    const Cell part{cell.row + done, std::min(block, cell.rows - done), cell.column, cell.columns};
    if (size.k > 0) {
      multiply(a, b, c, size, options, part);
    } else if (!options.accumulate) {
      clear(c, size, part);
    }
    if (epilogue) apply_epilogue(c, size, options, part);
  }
}

struct EpilogueBackward {
  static constexpr Index widest = 512;

  Unary f;
  const float* y;
  const float* dy;
  float* dz;
  float* db;
  Index m, n;

  /// All rows of a slab of columns. Sums are taken in blocks of rows, which keeps their rounding errors small.
  void run(Index column, Index columns) const {
    constexpr Index block = 64;
    if (db) std::fill_n(db + column, columns, 0.0f);
    for (Index row = 0; row < m; row += block) {
      std::array<float, widest> sums{};
      for (Index i = row; i < std::min(m, row + block); ++i) {
        const Index at = i * n + column;
        if (dz) unary_backward_serial(f, nullptr, y + at, dy + at, dz + at, columns);
        if (db) add((dz ? dz : dy) + at, sums.data(), columns);
      }
      if (db) add(sums.data(), db + column, columns);
    }
  }
};

}  // namespace

void gemm(const float* a, const float* b, float* c, const GemmSizes& size,
          const GemmOptions& options, Stream) {
  const auto [m, n, k] = size;
  constexpr Index largest = std::numeric_limits<int>::max();
  if (std::max({m, n, k}) > largest) {
    throw std::invalid_argument(
        "gemm: of the sizes " + std::to_string(m) + ", " + std::to_string(n) + " and " +
        std::to_string(k) + " one is beyond " + std::to_string(largest) + ", to which BLAS counts");
  }
  if (m == 0 || n == 0) return;

  // Inside a parallel region OpenBLAS stays on the calling thread. It does so without one for a single cell, too: that is
  // below its own bound, 2^18 multiply-adds, or there is only one thread.
  const Grid grid = choose_grid(size, omp_in_parallel() ? 1 : omp_get_max_threads());
  if (grid.cells() == 1) {
    compute(a, b, c, size, options, grid.cell(0, size));
    return;
  }
#pragma omp parallel for schedule(static, 1)
  for (Index i = 0; i < grid.cells(); ++i) compute(a, b, c, size, options, grid.cell(i, size));
}

void gemm_epilogue_backward(Unary f, const float* y, const float* dy, float* dz, float* db, Index m,
                            Index n, Stream) {
  with_function(f, [](auto function) {
    if (decltype(function)::slope_from == From::input) {
      throw std::invalid_argument(
          "gemm_epilogue_backward: the activation's slope does not follow from its output");
    }
  });
  const EpilogueBackward backward{f, y ? y : dy, dy, dz, db, m, n};
  // A thread takes whole columns: the order of summation does not depend on the number of threads.
  parallel_for(n, 3 * m, cache_line, [&](Index begin, Index end) {
    for (Index column = begin; column < end; column += EpilogueBackward::widest) {
      backward.run(column, std::min(EpilogueBackward::widest, end - column));
    }
  });
}

}  // namespace primer::cpu
