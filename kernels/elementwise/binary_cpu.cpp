#include <algorithm>

#include "kernels/elementwise/binary_functions.hpp"
#include "kernels/elementwise/elementwise.hpp"
#include "kernels/parallel.hpp"

namespace primer::cpu {
namespace {

/// An operand along one row of the output: stored element by element, or one element repeated.
struct Stored {
  const float* row;
  float operator[](Index i) const { return row[i]; }
};
struct Repeated {
  explicit Repeated(const float* row) : value(*row) {}
  float value;
  float operator[](Index) const { return value; }
};

/// Walks through the output's elements begin … end-1 and calls body(a, b, at, count) for each row, or part of one, where
/// a and b are the operands beside the output's elements at … at+count-1.
template <class A, class B, class Body>
void walk(const Broadcast& shape, const float* a, const float* b, Index begin, Index end,
          const Body& body) {
  const auto& [size, a_stride, b_stride] = shape;
  for (Index at = begin; at < end;) {
    const Index row = at / size[3];
    const std::array<Index, 4> i{row / size[2] / size[1], row / size[2] % size[1], row % size[2],
                                 at % size[3]};
    Index a_offset = 0, b_offset = 0;
    for (int d = 0; d < 4; ++d) {
      a_offset += i[d] * a_stride[d];
      b_offset += i[d] * b_stride[d];
    }
    const Index count = std::min(end - at, size[3] - i[3]);
    body(A(a + a_offset), B(b + b_offset), at, count);
    at += count;
  }
}

/// walk() over the whole output on all threads.
template <class Body>
void for_each_row(const Broadcast& shape, const float* a, const float* b, const Body& body) {
  const Index n = shape.size[0] * shape.size[1] * shape.size[2] * shape.size[3];
  parallel_for(n, 3, element_grain, [&](Index begin, Index end) {
    const bool a_repeated = shape.a_stride[3] == 0, b_repeated = shape.b_stride[3] == 0;
    if (a_repeated && b_repeated) {
      walk<Repeated, Repeated>(shape, a, b, begin, end, body);
    } else if (a_repeated) {
      walk<Repeated, Stored>(shape, a, b, begin, end, body);
    } else if (b_repeated) {
      walk<Stored, Repeated>(shape, a, b, begin, end, body);
    } else {
      walk<Stored, Stored>(shape, a, b, begin, end, body);
    }
  });
}

/// y = f(a, b).
template <class F>
void combine(const float* a, const float* b, float* y, const Broadcast& shape, F f) {
  for_each_row(shape, a, b, [=](auto a_row, auto b_row, Index at, Index count) {
    float* y_row = y + at;
#pragma omp simd
    for (Index i = 0; i < count; ++i) y_row[i] = f(a_row[i], b_row[i]);
  });
}

/// dx = f(dy, a, b); nothing where dx is null.
template <class F>
void combine_backward(const float* a, const float* b, const float* dy, float* dx,
                      const Broadcast& shape, F f) {
  if (!dx) return;
  for_each_row(shape, a, b, [=](auto a_row, auto b_row, Index at, Index count) {
    const float* dy_row = dy + at;
    float* dx_row = dx + at;
#pragma omp simd
    for (Index i = 0; i < count; ++i) dx_row[i] = f(dy_row[i], a_row[i], b_row[i]);
  });
}

}  // namespace

void binary(Binary f, const float* a, const float* b, float* y, const Broadcast& shape, Stream) {
  with_function(f, [&](auto function) {
    combine(a, b, y, shape, [](float p, float q) { return decltype(function)::value(p, q); });
  });
}

void binary_backward(Binary f, const float* a, const float* b, const float* dy, float* da,
                     float* db, const Broadcast& shape, Stream stream) {
  const Index n = shape.size[0] * shape.size[1] * shape.size[2] * shape.size[3];
  with_function(f, [&](auto function) {
    using F = decltype(function);
    if constexpr (F::reads_operands) {
      combine_backward(a, b, dy, da, shape,
                       [](float d, float p, float q) { return F::da(d, p, q); });
      combine_backward(a, b, dy, db, shape,
                       [](float d, float p, float q) { return F::db(d, p, q); });
    } else {
      if (da) unary(Unary::identity, dy, da, n, stream);
      if (db) unary(f == Binary::add ? Unary::identity : Unary::negate, dy, db, n, stream);
    }
  });
}

}  // namespace primer::cpu
