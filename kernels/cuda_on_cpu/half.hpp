#pragma once
// The two halves of a float. __half (IEEE binary16) has 5 bits of exponent and 10 of fraction: 65504 at most, three
// decimal digits. __nv_bfloat16 is the upper half of a float: its whole range, two digits. Both round to the nearest,
// to even in the middle, and both are arithmetic by way of float: the result is rounded once, which is what a GPU gives
// for + - * / too (a float has more than twice the digits, so that rounding twice rounds once).

#include <bit>
#include <cstdint>
#include <limits>

#include "kernels/cuda_on_cpu/here.hpp"

namespace primer::cuda_on_cpu {

std::uint16_t float_to_half_bits(float value);
float half_bits_to_float(std::uint16_t bits);
std::uint16_t float_to_bfloat16_bits(float value);
inline float bfloat16_bits_to_float(std::uint16_t bits) {
  return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

// The comparison and arithmetic operators of a type that converts to and from float.
#define PRIMER_HALF_TYPE(name, from_float, to_float)                                   \
  struct name {                                                                        \
    std::uint16_t bits;                                                                \
    name() = default;                                                                  \
    name(float value) : bits(from_float(value)) {}                                     \
    name(double value) : name(static_cast<float>(value)) {}                            \
    name(int value) : name(static_cast<float>(value)) {}                               \
    operator float() const { return to_float(bits); }                                  \
    name& operator+=(name other) { return *this = name(float(*this) + float(other)); } \
    name& operator-=(name other) { return *this = name(float(*this) - float(other)); } \
    name& operator*=(name other) { return *this = name(float(*this) * float(other)); } \
    name& operator/=(name other) { return *this = name(float(*this) / float(other)); } \
    friend name operator+(name a, name b) { return name(float(a) + float(b)); }        \
    friend name operator-(name a, name b) { return name(float(a) - float(b)); }        \
    friend name operator*(name a, name b) { return name(float(a) * float(b)); }        \
    friend name operator/(name a, name b) { return name(float(a) / float(b)); }        \
    friend name operator-(name a) { return name(-float(a)); }                          \
    friend bool operator==(name a, name b) { return float(a) == float(b); }            \
    friend bool operator!=(name a, name b) { return float(a) != float(b); }            \
    friend bool operator<(name a, name b) { return float(a) < float(b); }              \
    friend bool operator>(name a, name b) { return float(a) > float(b); }              \
    friend bool operator<=(name a, name b) { return float(a) <= float(b); }            \
    friend bool operator>=(name a, name b) { return float(a) >= float(b); }            \
  };                                                                                   \
  struct alignas(4) name##2 {                                                          \
    name x, y;                                                                         \
  };
PRIMER_HALF_TYPE(__half, float_to_half_bits, half_bits_to_float)
PRIMER_HALF_TYPE(__nv_bfloat16, float_to_bfloat16_bits, bfloat16_bits_to_float)
#undef PRIMER_HALF_TYPE

using half = __half;
using half2 = __half2;
using nv_bfloat16 = __nv_bfloat16;

inline namespace PRIMER_CUDA_ON_CPU_BUILD {

inline __half __float2half(float value) { return __half(value); }
inline __half __float2half_rn(float value) { return __half(value); }
inline float __half2float(__half value) { return value; }
inline __half2 __floats2half2_rn(float x, float y) { return {__half(x), __half(y)}; }
inline __half2 __float22half2_rn(float2 value) { return __floats2half2_rn(value.x, value.y); }
inline float2 __half22float2(__half2 value) { return {float(value.x), float(value.y)}; }
inline __half2 __halves2half2(__half x, __half y) { return {x, y}; }
inline __half __low2half(__half2 value) { return value.x; }
inline __half __high2half(__half2 value) { return value.y; }
inline float __low2float(__half2 value) { return value.x; }
inline float __high2float(__half2 value) { return value.y; }
inline __half __hadd(__half a, __half b) { return a + b; }
inline __half __hsub(__half a, __half b) { return a - b; }
inline __half __hmul(__half a, __half b) { return a * b; }
inline __half __hdiv(__half a, __half b) { return a / b; }
inline __half2 __hadd2(__half2 a, __half2 b) { return {a.x + b.x, a.y + b.y}; }
inline __half2 __hmul2(__half2 a, __half2 b) { return {a.x * b.x, a.y * b.y}; }
inline __half __ushort_as_half(unsigned short bits) { return std::bit_cast<__half>(bits); }
inline unsigned short __half_as_ushort(__half value) { return value.bits; }

inline __nv_bfloat16 __float2bfloat16(float value) { return __nv_bfloat16(value); }
inline __nv_bfloat16 __float2bfloat16_rn(float value) { return __nv_bfloat16(value); }
inline float __bfloat162float(__nv_bfloat16 value) { return value; }
inline __nv_bfloat162 __floats2bfloat162_rn(float x, float y) {
  return {__nv_bfloat16(x), __nv_bfloat16(y)};
}
inline float2 __bfloat1622float2(__nv_bfloat162 value) { return {float(value.x), float(value.y)}; }
inline __nv_bfloat16 __ushort_as_bfloat16(unsigned short bits) {
  return std::bit_cast<__nv_bfloat16>(bits);
}
inline unsigned short __bfloat16_as_ushort(__nv_bfloat16 value) { return value.bits; }

}  // namespace PRIMER_CUDA_ON_CPU_BUILD
}  // namespace primer::cuda_on_cpu
