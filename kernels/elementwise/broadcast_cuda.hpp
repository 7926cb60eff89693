#pragma once
// Walking through a broadcast output on a GPU.

#include "kernels/each_element.hpp"
#include "kernels/elementwise/elementwise.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {

/// An operand beside the output: where it stands, and its strides along the output's dimensions.
struct Operand {
  const float* data;            ///< its first element
  std::array<Index, 4> stride;  ///< in floats; 0 along a dimension in which it is repeated

  /// What stands beside a pack at position i of the output, which must not cross the end of a row.
  template <int width>
  __device__ Pack<width> beside(const std::array<Index, 4>& i) const {
    const float* p = data;
    for (int d = 0; d < 4; ++d) p += i[d] * stride[d];
    if (stride[3] != 0) return load<width>(p);
    Pack<width> repeated;
    for (int k = 0; k < width; ++k) repeated[k] = *p;
    return repeated;
  }
};

/// The position of the output's element `at`, dimension by dimension. Divisions of 64-bit numbers
/// are a hundred instructions on a GPU; nvcc itself tests whether 32 bits are enough, as they
/// nearly always are.
__device__ inline std::array<Index, 4> position(Index at, const std::array<Index, 4>& size) {
  const Index row = at / size[3], slab = row / size[2];
  return {slab / size[1], slab % size[1], row % size[2], at % size[3]};
}

/// y = f(a, b), or with reads_dy, y = f(dy, a, b).
template <class F>
struct Combine {
  F f;                        ///< called as f(a, b) or f(dy, a, b) with single elements
  std::array<Index, 4> size;  ///< of the output, dimension by dimension
  Operand a,                  ///< the first operand
      b;                      ///< the second operand
  const float* dy;            ///< (size), the gradient of an output; null where it is not read
  float* y;                   ///< (size), what is written

  /// Works out the elements i … i + width - 1 of y, which must not cross the end of a row. With a
  /// width of four in_packs() holds for both operands, and dy and y are aligned.
  template <int width>
  __device__ void at(Index i) const {
    const std::array<Index, 4> place = position(i, size);
    const Pack<width> p = a.beside<width>(place), q = b.beside<width>(place);
    Pack<width> result;
    if constexpr (F::reads_dy) {
      const Pack<width> d = load<width>(dy + i);
      for (int k = 0; k < width; ++k) result[k] = f(d[k], p[k], q[k]);
    } else {
      for (int k = 0; k < width; ++k) result[k] = f(p[k], q[k]);
    }
    store(y + i, result);
  }
};

/// Whether packs of four neither cross the end of a row nor start at an address that is not a
/// multiple of 16.
inline bool in_packs(const std::array<Index, 4>& size, const Operand& operand) {
  const auto whole = [](Index n) { return n % 4 == 0; };
  const bool one_row = size[0] * size[1] * size[2] == 1;
  if (!one_row && !whole(size[3])) return false;
  const auto& stride = operand.stride;
  const bool rows_aligned = one_row || (whole(stride[0]) && whole(stride[1]) && whole(stride[2]));
  return stride[3] == 0 || (aligned(operand.data) && rows_aligned);
}

/// Works out Combine for each element of the output. dy is null where it is not read.
template <class F>
void combine(const F& f, const float* a, const float* b, const float* dy, float* y,
             const Broadcast& shape, Stream stream) {
  const auto& size = shape.size;
  const Combine<F> body{f, size, {a, shape.a_stride}, {b, shape.b_stride}, dy, y};
  for_each_element(size[0] * size[1] * size[2] * size[3],
                   aligned(dy, y) && in_packs(size, body.a) && in_packs(size, body.b), body,
                   stream);
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
