#pragma once
// CUDA's short vectors. The larger ones are aligned to their size: a GPU reads a float4 with one instruction of 16 bytes,
// which must begin at a multiple of 16.

namespace primer::cuda_on_cpu {

#define PRIMER_VECTOR_TYPES(type, name, alignment2, alignment4)                  \
  struct alignas(alignment2) name##2 {                                           \
    type x, y;                                                                   \
  };                                                                             \
  struct name##3 {                                                               \
    type x, y, z;                                                                \
  };                                                                             \
  struct alignas(alignment4) name##4 {                                           \
    type x, y, z, w;                                                             \
  };                                                                             \
  constexpr name##2 make_##name##2(type x, type y) { return {x, y}; }            \
  constexpr name##3 make_##name##3(type x, type y, type z) { return {x, y, z}; } \
  constexpr name##4 make_##name##4(type x, type y, type z, type w) { return {x, y, z, w}; }

PRIMER_VECTOR_TYPES(float, float, 8, 16)
PRIMER_VECTOR_TYPES(double, double, 16, 16)
PRIMER_VECTOR_TYPES(int, int, 8, 16)
PRIMER_VECTOR_TYPES(unsigned, uint, 8, 16)
PRIMER_VECTOR_TYPES(long long, longlong, 16, 16)
PRIMER_VECTOR_TYPES(unsigned long long, ulonglong, 16, 16)
PRIMER_VECTOR_TYPES(short, short, 4, 8)
PRIMER_VECTOR_TYPES(unsigned short, ushort, 4, 8)
PRIMER_VECTOR_TYPES(signed char, char, 2, 4)
PRIMER_VECTOR_TYPES(unsigned char, uchar, 2, 4)
#undef PRIMER_VECTOR_TYPES

/// The size of a grid or a block. What is not given is 1.
struct dim3 {
  unsigned x,  ///< as in CUDA: the size in x
      y,       ///< as in CUDA: in y
      z;       ///< as in CUDA: in z
  /// As in CUDA: a plain number of blocks or threads is a size, too.
  constexpr dim3(unsigned x_ = 1, unsigned y_ = 1, unsigned z_ = 1) : x(x_), y(y_), z(z_) {}
  /// As in CUDA: from three numbers.
  constexpr dim3(uint3 size) : x(size.x), y(size.y), z(size.z) {}
  /// As in CUDA: to three numbers.
  constexpr operator uint3() const { return {x, y, z}; }
};

}  // namespace primer::cuda_on_cpu
