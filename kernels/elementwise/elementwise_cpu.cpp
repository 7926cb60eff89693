#include "kernels/elementwise/elementwise.hpp"

#include <algorithm>

#include "kernels/elementwise/functions.hpp"
#include "kernels/elementwise/serial.hpp"
#include "kernels/parallel.hpp"

namespace primer::cpu {
namespace {

// `omp simd` promises that no element depends on another, which holds in place as well, where y is x.

template <class F>
void apply(const float* x, float* y, Index n) {
#pragma omp simd
  for (Index i = 0; i < n; ++i) y[i] = F::value(x[i]);
}

template <class F>
void apply_backward(const float* x, const float* y, const float* dy, float* dx, Index n) {
  // A slope that depends on nothing is given something that can be read.
  const float* from = F::slope_from == From::input ? x : F::slope_from == From::output ? y : dy;
#pragma omp simd
  for (Index i = 0; i < n; ++i) dx[i] = dy[i] * F::slope(from[i]);
}

/// p + offset, or null where the caller gave nothing.
const float* advance(const float* p, Index offset) { return p ? p + offset : nullptr; }

}  // namespace

void unary_serial(Unary f, const float* x, float* y, Index n) {
  with_function(f, [&](auto function) { apply<decltype(function)>(x, y, n); });
}

void unary_backward_serial(Unary f, const float* x, const float* y, const float* dy, float* dx,
                           Index n) {
  with_function(f, [&](auto function) { apply_backward<decltype(function)>(x, y, dy, dx, n); });
}

void unary(Unary f, const float* x, float* y, Index n, Stream) {
  with_function(f, [&](auto function) {
    using F = decltype(function);
    parallel_for(n, F::work, element_grain,
                 [&](Index begin, Index end) { apply<F>(x + begin, y + begin, end - begin); });
  });
}

void unary_backward(Unary f, const float* x, const float* y, const float* dy, float* dx, Index n,
                    Stream) {
  with_function(f, [&](auto function) {
    using F = decltype(function);
    constexpr Index work = F::slope_from == From::input ? F::work : 3;
    parallel_for(n, work, element_grain, [&](Index begin, Index end) {
      apply_backward<F>(advance(x, begin), advance(y, begin), dy + begin, dx + begin, end - begin);
    });
  });
}

void scale_add(float alpha, const float* x, float beta, float* y, Index n, Stream) {
  parallel_for(n, 3, element_grain, [&](Index begin, Index end) {
    if (beta == 0) {
#pragma omp simd
      for (Index i = begin; i < end; ++i) y[i] = alpha * x[i];
    } else {
#pragma omp simd
      for (Index i = begin; i < end; ++i) y[i] = alpha * x[i] + beta * y[i];
    }
  });
}

void fill(float value, float* y, Index n, Stream) {
  parallel_for(n, 1, element_grain,
               [&](Index begin, Index end) { std::fill(y + begin, y + end, value); });
}

void gather_rows(const float* x, const std::int32_t* rows, float* y, Index n, Index columns,
                 Stream) {
  parallel_for(n, 2 * columns, 1, [&](Index begin, Index end) {
    for (Index i = begin; i < end; ++i)
      std::copy_n(x + rows[i] * columns, columns, y + i * columns);
  });
}

}  // namespace primer::cpu
