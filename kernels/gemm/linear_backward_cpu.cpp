#include <omp.h>

#include <algorithm>

#include "kernels/elementwise/functions.hpp"
#include "kernels/elementwise/serial.hpp"
#include "kernels/gemm/gemm.hpp"
#include "kernels/gemm/grid.hpp"
#include "kernels/reduce/reduce.hpp"

namespace primer {
namespace {

/// The bias gradient is summed in blocks of so many rows, which keeps its rounding errors small and makes it the same for
/// any number of threads.
constexpr Index block_rows = 64;
/// Columns that one thread takes at a time.
constexpr Index stripe_width = 512;

Index blocks_of(Index rows) { return (rows + block_rows - 1) / block_rows; }

}  // namespace

Index linear_backward_workspace(const LinearSizes& sizes) {
  // On a GPU the bias gradient is a sum by reduce().
  return std::max(blocks_of(sizes.rows) * sizes.out, reduce_workspace({1, sizes.rows, sizes.out}));
}

namespace cpu {
namespace {

/// A product that is shared out among the threads of a parallel region.
struct Product {
  const float* a;
  const float* b;
  float* c;
  GemmSizes size;
  GemmOptions options;
  Grid grid;

  Product(const float* a_, const float* b_, float* c_, const GemmSizes& size_, bool transpose_a,
          int threads)
      : a(a_), b(b_), c(c_), size(size_), grid(choose_grid(size_, threads)) {
    options.transpose_a = transpose_a;
  }

  void run() const {
    if (c == nullptr) return;
#pragma omp for schedule(static, 1) nowait
    for (Index i = 0; i < grid.cells(); ++i) gemm_cell(a, b, c, size, options, grid.cell(i, size));
  }
};

}  // namespace

void linear_backward(Unary f, const float* x, const float* weight, const float* y, const float* dy,
                     const LinearGradients& to, const LinearSizes& sizes, float* workspace,
                     Stream) {
  check_slope_from_output(f);
  const auto [rows, in, out] = sizes;
  const bool straight = f == Unary::identity;
  const float* const dz = straight ? dy : to.dz;
  const int threads = omp_in_parallel() ? 1 : omp_get_max_threads();
  const Product dx(dz, weight, to.dx, {rows, in, out}, false, threads);
  const Product dweight(dz, x, to.dweight, {out, in, rows}, true, threads);

  const Index blocks = blocks_of(rows), stripes = (out + stripe_width - 1) / stripe_width;
  const auto width = [out = out](Index stripe) {
    return std::min(stripe_width, out - stripe * stripe_width);
  };

  // Back through the activation, and sum over the rows of a block while they are in the cache.
  const auto leave_activation = [&](Index block, Index stripe) {
    const Index column = stripe * stripe_width, columns = width(stripe);
    float* const sum = workspace + block * out + column;
    if (to.dbias) std::fill_n(sum, columns, 0.0f);
    for (Index i = block * block_rows; i < std::min(rows, (block + 1) * block_rows); ++i) {
      const Index at = i * out + column;
      if (!straight) unary_backward_serial(f, nullptr, y + at, dy + at, to.dz + at, columns);
      if (to.dbias) add(dz + at, sum, columns);
    }
  };
  const auto sum_blocks = [&](Index stripe) {
    const Index column = stripe * stripe_width;
    std::fill_n(to.dbias + column, width(stripe), 0.0f);
    for (Index block = 0; block < blocks; ++block)
      add(workspace + block * out + column, to.dbias + column, width(stripe));
  };

  // One region for all: to wake the threads for each part would cost as much as a small layer's arithmetic.
#pragma omp parallel if (std::max(dx.grid.cells(), dweight.grid.cells()) > 1)
  {
    if (!straight || to.dbias) {
#pragma omp for schedule(static)
      for (Index i = 0; i < blocks * stripes; ++i) leave_activation(i / stripes, i % stripes);
    }
    if (to.dbias) {
#pragma omp for schedule(static) nowait
      for (Index stripe = 0; stripe < stripes; ++stripe) sum_blocks(stripe);
    }
    dx.run();
    dweight.run();
  }
}

}  // namespace cpu
}  // namespace primer
