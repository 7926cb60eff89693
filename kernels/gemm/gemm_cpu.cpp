#include <cblas.h>
#include <omp.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

#include "kernels/elementwise/serial.hpp"
#include "kernels/gemm/gemm.hpp"
#include "kernels/gemm/grid.hpp"

namespace primer::cpu {
namespace {

constexpr Index cache_line = 16;  // floats

Index divide_up(Index a, Index b) { return (a + b - 1) / b; }

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

}  // namespace

Grid choose_grid(const GemmSizes& size, int threads) {
  constexpr Index largest = std::numeric_limits<int>::max();
  if (std::max({size.m, size.n, size.k}) > largest) {
    throw std::invalid_argument("gemm: of the sizes " + std::to_string(size.m) + ", " +
                                std::to_string(size.n) + " and " + std::to_string(size.k) +
                                " one is beyond " + std::to_string(largest) +
                                ", to which BLAS counts");
  }
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

void gemm_cell(const float* a, const float* b, float* c, const GemmSizes& size,
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

void gemm(const float* a, const float* b, float* c, const GemmSizes& size,
          const GemmOptions& options, Stream) {
  // Inside a parallel region OpenBLAS stays on the calling thread. It does so without one for a single cell, too: that is
  // below its own bound, 2^18 multiply-adds, or there is only one thread.
  const Grid grid = choose_grid(size, omp_in_parallel() ? 1 : omp_get_max_threads());
  if (size.m == 0 || size.n == 0) return;
  if (grid.cells() == 1) {
    gemm_cell(a, b, c, size, options, grid.cell(0, size));
    return;
  }
#pragma omp parallel for schedule(static, 1)
  for (Index i = 0; i < grid.cells(); ++i) gemm_cell(a, b, c, size, options, grid.cell(i, size));
}

}  // namespace primer::cpu
