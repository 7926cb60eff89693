#include "kernels/cuda_on_cpu/half.hpp"

namespace primer::cuda_on_cpu {
namespace {

// The upper bits of a number, rounded to the nearest by those that fall away, to even in the middle. A carry out of the
// fraction increases the exponent, which is right.
std::uint32_t round_away(std::uint32_t value, int bits) {
  const std::uint32_t half = std::uint32_t{1} << (bits - 1);
  const std::uint32_t odd = value >> bits & 1;
  return (value + half - 1 + odd) >> bits;
}

}  // namespace

std::uint16_t float_to_half_bits(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = bits >> 16 & 0x8000;
  const std::uint32_t magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return 0x7fff;  // NaN, as CUDA has it
  // From halfway between 65504 and 65536 on.
  if (magnitude >= 0x477ff000) return static_cast<std::uint16_t>(sign | 0x7c00);
  // Normal numbers: the exponent's bias goes from 127 to 15.
  if (magnitude >= 0x38800000) {
    return static_cast<std::uint16_t>(sign | round_away(magnitude - (112u << 23), 13));
  }
  // Below 2^-14, multiples of 2^-24; below half of that, zero.
  if (magnitude < 0x33000000) return static_cast<std::uint16_t>(sign);
  const int exponent = static_cast<int>(magnitude >> 23);
  const std::uint32_t fraction = (magnitude & 0x7fffff) | 0x800000;
  return static_cast<std::uint16_t>(sign | round_away(fraction, 126 - exponent));
}

float half_bits_to_float(std::uint16_t bits) {
  const std::uint32_t sign = std::uint32_t{bits & 0x8000u} << 16;
  const std::uint32_t exponent = bits >> 10 & 31;
  const std::uint32_t fraction = bits & 0x3ff;
  if (exponent == 31) return std::bit_cast<float>(sign | 0x7f800000 | fraction << 13);
  if (exponent != 0) return std::bit_cast<float>(sign | (exponent + 112) << 23 | fraction << 13);
  const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
  return sign ? -magnitude : magnitude;
}

std::uint16_t float_to_bfloat16_bits(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  if ((bits & 0x7fffffff) > 0x7f800000) return 0x7fff;
  return static_cast<std::uint16_t>(round_away(bits, 16));
}

}  // namespace primer::cuda_on_cpu
