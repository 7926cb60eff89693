// # One array on a GPU, element by element
//
// The functions themselves are those of the CPU, compiled once more (`functions.hpp`): exponentials
// by a polynomial, in a dozen multiply-adds. CUDA has its own `expf`, and `__expf`, which is faster
// still and loses digits as its argument grows. We need neither. While an A100 moves the 8 bytes of
// an element it could do 50 multiply-adds, by its data sheet, and in return for using some of them
// the two devices agree to the last bit or nearly so.
#include <array>

#include "kernels/each_element.hpp"
#include "kernels/elementwise/elementwise.hpp"
#include "kernels/elementwise/functions.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

using cpu::From;

// The function is a template's parameter and not a kernel's argument. So there are eleven kernels,
// each with its formula inlined, and no thread asks which function it is to compute.
template <class F>
struct Apply {
  const float* x;
  float* y;

  template <int width>
  __device__ void at(Index i) const {
    Pack<width> pack = load<width>(x + i);
    for (int k = 0; k < width; ++k) pack[k] = F::value(pack[k]);
    store(y + i, pack);
  }
};

// The way back reads dy, and x or y where the slope needs it: 12 bytes an element, or 8.
template <class F>
struct ApplyBackward {
  const float* from;
  const float* dy;
  float* dx;

  template <int width>
  __device__ void at(Index i) const {
    Pack<width> pack = load<width>(dy + i);
    const Pack<width> at = F::slope_from == From::nothing ? pack : load<width>(from + i);
    for (int k = 0; k < width; ++k) pack[k] *= F::slope(at[k]);
    store(dx + i, pack);
  }
};

}  // namespace

void unary(Unary f, const float* x, float* y, Index n, Stream stream) {
  cpu::with_function(f, [&](auto function) {
    for_each_element(n, aligned(x, y), Apply<decltype(function)>{x, y}, stream);
  });
}

void unary_backward(Unary f, const float* x, const float* y, const float* dy, float* dx, Index n,
                    Stream stream) {
  cpu::with_function(f, [&](auto function) {
    using F = decltype(function);
    const float* from = F::slope_from == From::input ? x : F::slope_from == From::output ? y : dy;
    for_each_element(n, aligned(from, dy, dx), ApplyBackward<F>{from, dy, dx}, stream);
  });
}

// ## Multiples, constants and rows
//
// With β = 0 the sum must not read y, where there may be anything, even a NaN. A branch on β would
// be the same for all threads and cost next to nothing; as a template's parameter it costs nothing.
namespace {

template <bool reads_y>
struct ScaleAdd {
  float alpha;
  const float* x;
  float beta;
  float* y;

  template <int width>
  __device__ void at(Index i) const {
    Pack<width> pack = load<width>(x + i);
    if constexpr (reads_y) {
      const Pack<width> before = load<width>(y + i);
      for (int k = 0; k < width; ++k) pack[k] = alpha * pack[k] + beta * before[k];
    } else {
      for (int k = 0; k < width; ++k) pack[k] *= alpha;
    }
    store(y + i, pack);
  }
};

struct Fill {
  float value;
  float* y;

  template <int width>
  __device__ void at(Index i) const {
    Pack<width> pack;
    for (int k = 0; k < width; ++k) pack[k] = value;
    store(y + i, pack);
  }
};

// Rows are picked element by element of the result, so that a few long rows keep the card as busy
// as many short ones. A pack must not cross the end of a row: packs only where the length of a row
// is a multiple of four.
struct GatherRows {
  const float* x;
  const std::int32_t* rows;
  float* y;
  Index columns;

  template <int width>
  __device__ void at(Index i) const {
    const Index row = i / columns;
    store(y + i, load<width>(x + rows[row] * columns + (i - row * columns)));
  }
};

}  // namespace

void scale_add(float alpha, const float* x, float beta, float* y, Index n, Stream stream) {
  if (beta == 0) {
    for_each_element(n, aligned(x, y), ScaleAdd<false>{alpha, x, beta, y}, stream);
  } else {
    for_each_element(n, aligned(x, y), ScaleAdd<true>{alpha, x, beta, y}, stream);
  }
}

void fill(float value, float* y, Index n, Stream stream) {
  for_each_element(n, aligned(y), Fill{value, y}, stream);
}

void gather_rows(const float* x, const std::int32_t* rows, float* y, Index n, Index columns,
                 Stream stream) {
  const bool in_packs = aligned(x, y) && columns % 4 == 0;
  for_each_element(n * columns, in_packs, GatherRows{x, rows, y, columns}, stream);
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
