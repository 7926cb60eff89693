#pragma once
// How a product is cut into parts for the threads, for operations that work out several products side by side.

#include <algorithm>

#include "kernels/gemm/gemm.hpp"

namespace primer::cpu {

/// A rectangle of c, which one thread works out.
struct Cell {
  /// Where it begins, counted in rows of c.
  Index row, rows;  ///< how many rows it has
  /// Where it begins, counted in columns of c.
  Index column, columns;  ///< how many columns it has
};

/// How c is cut into cells of one size; the last ones may be smaller, or empty.
struct Grid {
  /// How many cells stand one below the other.
  Index down, across;  ///< how many stand side by side
  /// Rows of a cell.
  Index rows, columns;  ///< columns of a cell

  /// Number of cells, counted row by row.
  Index cells() const { return down * across; }
  /// The i-th cell of a product of that size, cut off where c ends.
  Cell cell(Index i, const GemmSizes& size) const {
    const Index row = std::min(i / across * rows, size.m);
    const Index column = std::min(i % across * columns, size.n);
    return {row, std::min(rows, size.m - row), column, std::min(columns, size.n - column)};
  }
};

/// Cuts c into a cell for each thread, or into fewer where there is little to do: into rows as long as these are many, so
/// that a thread finds its rows of the last operation's result in its own cache. A cell reads its rows of op(a) and its
/// columns of op(b); where rows are few, the cells with the smallest circumference are the best.
/// @throws std::invalid_argument when a size is beyond what BLAS can count
Grid choose_grid(const GemmSizes& size, int threads);

/// Works out one cell of c as gemm() does, on the calling thread if it is in a parallel region or the only cell.
void gemm_cell(const float* a, const float* b, float* c, const GemmSizes& size,
               const GemmOptions& options, const Cell& cell);

/// y += x
inline void add(const float* x, float* y, Index n) {
#pragma omp simd
  for (Index j = 0; j < n; ++j) y[j] += x[j];
}

}  // namespace primer::cpu
