#include <algorithm>
#include <stdexcept>

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
  switch (f) {
    case Binary::add:
      return combine(a, b, y, shape, [](float p, float q) { return p + q; });
    case Binary::subtract:
      return combine(a, b, y, shape, [](float p, float q) { return p - q; });
    case Binary::multiply:
      return combine(a, b, y, shape, [](float p, float q) { return p * q; });
    case Binary::divide:
      return combine(a, b, y, shape, [](float p, float q) { return p / q; });
  }
  throw std::invalid_argument("binary: no such function");
}

void binary_backward(Binary f, const float* a, const float* b, const float* dy, float* da,
                     float* db, const Broadcast& shape, Stream stream) {
  const Index n = shape.size[0] * shape.size[1] * shape.size[2] * shape.size[3];
  switch (f) {
    case Binary::add:
      if (da) unary(Unary::identity, dy, da, n, stream);
      if (db) unary(Unary::identity, dy, db, n, stream);
      return;
    case Binary::subtract:
      if (da) unary(Unary::identity, dy, da, n, stream);
      if (db) unary(Unary::negate, dy, db, n, stream);
      return;
    case Binary::multiply:
      combine_backward(a, b, dy, da, shape, [](float d, float, float q) { return d * q; });
      combine_backward(a, b, dy, db, shape, [](float d, float p, float) { return d * p; });
      return;
    case Binary::divide:
      combine_backward(a, b, dy, da, shape, [](float d, float, float q) { return d / q; });
      combine_backward(a, b, dy, db, shape,
                       [](float d, float p, float q) { return -(d / q) * (p / q); });
      return;
  }
  throw std::invalid_argument("binary: no such function");
}

}  // namespace primer::cpu
