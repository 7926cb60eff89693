#pragma once
// Functions that CUDA knows and C++ does not. Those whose names the C library may know too are macros, so that nobody
// has to choose. The fast, inexact ones (__expf, __fdividef …) are as exact as the CPU is: a GPU's differ in the last bits.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>

#include "kernels/cuda_on_cpu/here.hpp"

namespace primer::cuda_on_cpu {

/// Ends the launch with an error.
[[noreturn]] void trap(Place place);

/// What a thread reads twice to know how long something took: here in nanoseconds, where a GPU counts its cycles.
long long clock64();

inline namespace PRIMER_CUDA_ON_CPU_BUILD {

inline void __trap(Place place = Place::here()) { trap(place); }
inline void __nanosleep(unsigned) {}

// Which caches a load or store goes through.

template <class T>
T __ldg(const T* address) {
  return *address;
}
template <class T>
T __ldca(const T* address) {
  return *address;
}
template <class T>
T __ldcg(const T* address) {
  return *address;
}
template <class T>
T __ldcs(const T* address) {
  return *address;
}
template <class T>
void __stcg(T* address, T value) {
  *address = value;
}
template <class T>
void __stcs(T* address, T value) {
  *address = value;
}

// Choosing.

#define PRIMER_MIN_MAX(type)                                   \
  constexpr type min(type a, type b) { return b < a ? b : a; } \
  constexpr type max(type a, type b) { return a < b ? b : a; }
PRIMER_MIN_MAX(int)
PRIMER_MIN_MAX(unsigned)
PRIMER_MIN_MAX(long)
PRIMER_MIN_MAX(unsigned long)
PRIMER_MIN_MAX(long long)
PRIMER_MIN_MAX(unsigned long long)
#undef PRIMER_MIN_MAX
// Of two types CUDA takes those that differ in the sign or the precision, and refuses all others, such as int and float.
#define PRIMER_MIN_MAX(first, second, common)                   \
  constexpr common min(first a, second b) {                     \
    return min(static_cast<common>(a), static_cast<common>(b)); \
  }                                                             \
  constexpr common max(first a, second b) {                     \
    return max(static_cast<common>(a), static_cast<common>(b)); \
  }                                                             \
  constexpr common min(second a, first b) {                     \
    return min(static_cast<common>(a), static_cast<common>(b)); \
  }                                                             \
  constexpr common max(second a, first b) {                     \
    return max(static_cast<common>(a), static_cast<common>(b)); \
  }
PRIMER_MIN_MAX(int, unsigned, unsigned)
PRIMER_MIN_MAX(long, unsigned long, unsigned long)
PRIMER_MIN_MAX(long long, unsigned long long, unsigned long long)
#undef PRIMER_MIN_MAX
// Of a number and NaN, the number.
inline float min(float a, float b) { return std::fmin(a, b); }
inline float max(float a, float b) { return std::fmax(a, b); }
inline double min(double a, double b) { return std::fmin(a, b); }
inline double max(double a, double b) { return std::fmax(a, b); }
inline double min(float a, double b) { return std::fmin(double{a}, b); }
inline double max(float a, double b) { return std::fmax(double{a}, b); }
inline double min(double a, float b) { return std::fmin(a, double{b}); }
inline double max(double a, float b) { return std::fmax(a, double{b}); }

// Floating point.

inline float fast_exp(float x) { return std::exp(x); }
inline float fast_exp10(float x) { return std::exp(x * 2.302585092994046f); }
inline float fast_log(float x) { return std::log(x); }
inline float fast_log2(float x) { return std::log2(x); }
inline float fast_log10(float x) { return std::log10(x); }
inline float fast_sin(float x) { return std::sin(x); }
inline float fast_cos(float x) { return std::cos(x); }
inline float fast_tan(float x) { return std::tan(x); }
inline float fast_pow(float x, float y) { return std::pow(x, y); }
inline float reciprocal_root(float x) { return 1 / std::sqrt(x); }
inline double reciprocal_root(double x) { return 1 / std::sqrt(x); }
inline void sine_and_cosine(float x, float* sine, float* cosine) {
  *sine = std::sin(x);
  *cosine = std::cos(x);
}

inline float __fdividef(float x, float y) { return x / y; }
inline float __saturatef(float x) { return x > 0 ? (x < 1 ? x : 1) : 0; }
inline float __frcp_rn(float x) { return 1 / x; }
inline float __frsqrt_rn(float x) { return reciprocal_root(x); }
inline float __fsqrt_rn(float x) { return std::sqrt(x); }
inline float __fdiv_rn(float x, float y) { return x / y; }
inline float __fmaf_rn(float x, float y, float z) { return std::fma(x, y, z); }
inline double __fma_rn(double x, double y, double z) { return std::fma(x, y, z); }
// Sums and products that no compiler may fuse. The barrier for it is an empty instruction that might change the result.
inline float __fmul_rn(float x, float y) {
  float product = x * y;
  asm volatile("" : "+m"(product));
  return product;
}
inline float __fadd_rn(float x, float y) {
  float sum = x + y;
  asm volatile("" : "+m"(sum));
  return sum;
}
inline float __fsub_rn(float x, float y) { return __fadd_rn(x, -y); }

// Bits.

inline int __popc(unsigned x) { return std::popcount(x); }
inline int __popcll(unsigned long long x) { return std::popcount(x); }
inline int __clz(int x) { return std::countl_zero(static_cast<unsigned>(x)); }
inline int __clzll(long long x) { return std::countl_zero(static_cast<unsigned long long>(x)); }
/// The position of the lowest bit that is set, counted from 1; 0 when there is none.
inline int __ffs(int x) { return __builtin_ffs(x); }
inline int __ffsll(long long x) { return __builtin_ffsll(x); }
inline unsigned __brev(unsigned x) {
  unsigned reversed = 0;
  for (int bit = 0; bit < 32; ++bit) reversed |= (x >> bit & 1u) << (31 - bit);
  return reversed;
}
/// The upper half of a product.
inline unsigned __umulhi(unsigned x, unsigned y) {
  return static_cast<unsigned>(std::uint64_t{x} * y >> 32);
}
inline int __mulhi(int x, int y) { return static_cast<int>(std::int64_t{x} * y >> 32); }
inline unsigned long long __umul64hi(unsigned long long x, unsigned long long y) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<unsigned long long>(static_cast<Wide>(x) * y >> 64);
}

inline int __float_as_int(float x) { return std::bit_cast<int>(x); }
inline float __int_as_float(int x) { return std::bit_cast<float>(x); }
inline unsigned __float_as_uint(float x) { return std::bit_cast<unsigned>(x); }
inline float __uint_as_float(unsigned x) { return std::bit_cast<float>(x); }
inline long long __double_as_longlong(double x) { return std::bit_cast<long long>(x); }
inline double __longlong_as_double(long long x) { return std::bit_cast<double>(x); }

// What does not fit into an int becomes the largest or smallest that there is, and what is no number 0.
inline int saturated(float whole) {
  if (whole != whole) return 0;
  if (whole >= 0x1p31f) return std::numeric_limits<int>::max();
  if (whole < -0x1p31f) return std::numeric_limits<int>::min();
  return static_cast<int>(whole);
}
inline int __float2int_rn(float x) { return saturated(std::nearbyint(x)); }
inline int __float2int_rz(float x) { return saturated(std::trunc(x)); }
inline int __float2int_rd(float x) { return saturated(std::floor(x)); }
inline int __float2int_ru(float x) { return saturated(std::ceil(x)); }
inline float __int2float_rn(int x) { return static_cast<float>(x); }
inline float __uint2float_rn(unsigned x) { return static_cast<float>(x); }

}  // namespace PRIMER_CUDA_ON_CPU_BUILD
}  // namespace primer::cuda_on_cpu

#define __expf(x) (::primer::cuda_on_cpu::fast_exp(x))
#define __exp10f(x) (::primer::cuda_on_cpu::fast_exp10(x))
#define __logf(x) (::primer::cuda_on_cpu::fast_log(x))
#define __log2f(x) (::primer::cuda_on_cpu::fast_log2(x))
#define __log10f(x) (::primer::cuda_on_cpu::fast_log10(x))
#define __sinf(x) (::primer::cuda_on_cpu::fast_sin(x))
#define __cosf(x) (::primer::cuda_on_cpu::fast_cos(x))
#define __tanf(x) (::primer::cuda_on_cpu::fast_tan(x))
#define __powf(x, y) (::primer::cuda_on_cpu::fast_pow(x, y))
#define __sincosf(x, sine, cosine) (::primer::cuda_on_cpu::sine_and_cosine(x, sine, cosine))
#define sincosf(x, sine, cosine) (::primer::cuda_on_cpu::sine_and_cosine(x, sine, cosine))
#define rsqrtf(x) (::primer::cuda_on_cpu::reciprocal_root(static_cast<float>(x)))
#define rsqrt(x) (::primer::cuda_on_cpu::reciprocal_root(x))
