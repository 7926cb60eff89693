#pragma once
// What happens to an element of the product before it is written.

#include "kernels/each_element.hpp"
#include "kernels/elementwise/functions.hpp"
#include "kernels/gemm/gemm.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {

/// f(x) where f is known at run time only. All threads take the same branch.
__device__ inline float value(Unary f, float x) {
  float y = x;
  cpu::with_function(f, [&](auto function) { y = decltype(function)::value(x); });
  return y;
}

/// The same for a pack. It is not inlined: where sixteen packs are written one after another,
/// sixteen copies of eleven formulas would keep the compiler from unrolling, and sums that it
/// cannot number are sums that are not in registers.
template <int width>
__device__ __attribute__((noinline)) Pack<width> values(Unary f, Pack<width> pack) {
  for (int k = 0; k < width; ++k) pack[k] = value(f, pack[k]);
  return pack;
}

/// Writes elements of c while they are still in registers.
struct Epilogue {
  float* c;           ///< (rows, columns), where the product goes
  Index rows,         ///< of c
      columns;        ///< of c
  const float* bias;  ///< (columns), added to each row; null for none
  Unary activation;   ///< applied last
  bool accumulate;    ///< whether the product is added to what stands in c
  bool in_packs;      ///< whether c and the bias may be loaded and stored in packs of four

  /// What the options ask for beyond the product itself, which goes to `to`, (size.m, size.n).
  Epilogue(float* to, const GemmSizes& size, const GemmOptions& options)
      : c(to),
        rows(size.m),
        columns(size.n),
        bias(options.bias),
        activation(options.activation),
        accumulate(options.accumulate),
        in_packs(aligned(to, options.bias) && size.n % 4 == 0) {}

  /// The element at (row, column), if there is one.
  __device__ void write(Index row, Index column, float sum) const {
    if (row < rows && column < columns) write(row, column, Pack<1>{{sum}});
  }

  /// The elements at (row, column … column + 3), those that there are.
  __device__ void write_four(Index row, Index column, const Pack<4>& sums) const {
    if (in_packs && row < rows && column + 4 <= columns) return write(row, column, sums);
    for (int k = 0; k < 4; ++k) write(row, column + k, sums[k]);
  }

 private:
  template <int width>
  __device__ void write(Index row, Index column, Pack<width> pack) const {
    float* const to = c + row * columns + column;
    if (accumulate) {
      const Pack<width> before = load<width>(to);
      for (int k = 0; k < width; ++k) pack[k] += before[k];
    }
    if (bias) {
      const Pack<width> added = load<width>(bias + column);
      for (int k = 0; k < width; ++k) pack[k] += added[k];
    }
    if (activation != Unary::identity) pack = values(activation, pack);
    store(to, pack);
  }
};

}  // namespace primer::PRIMER_CUDA_NAMESPACE
