#pragma once
// Exponential functions for loops over floats. The standard library's are a call for each element; these are a dozen or
// two of multiplications and additions without a branch, which the compiler runs on 4, 8 or 16 elements at once. All are
// within 4 units in the last place (the test says which), down to the denormal numbers, and handle NaN and Inf as the
// standard library does.
//
// The coefficients are minimax fits of relative error (Remez's algorithm), rounded to float.

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "kernels/operation.hpp"

namespace primer::cpu::vector_math {

/// Σ coefficients[k] x^k by Horner's rule; the constant term is the last argument.
PRIMER_HOST_DEVICE inline float polynomial(float, float leading) { return leading; }
/// One step of it: the first two coefficients become one, leading · x + next.
template <class... Floats>
PRIMER_HOST_DEVICE float polynomial(float x, float leading, float next, Floats... rest) {
  return polynomial(x, leading * x + next, rest...);
}

/// The larger or smaller of x and a bound that is no NaN; a NaN in x stays.
PRIMER_HOST_DEVICE inline float at_least(float bound, float x) { return x < bound ? bound : x; }
/// The smaller of the two, by the same rule.
PRIMER_HOST_DEVICE inline float at_most(float bound, float x) { return x > bound ? bound : x; }

/// 2^exponent for -126 <= exponent <= 127.
PRIMER_HOST_DEVICE inline float power_of_two(std::int32_t exponent) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(exponent + 127) << 23);
}

/// e^(x + tail) = 2^exponent · (1 + rest) with |rest| < 0.42.
struct SplitExponential {
  float rest;             ///< e^r - 1 for the r that whole multiples of ln 2 leave of x + tail
  std::int32_t exponent;  ///< x / ln 2, rounded; any number for a NaN
};
/// For |x| up to 10⁴, so that the multiples of ln 2 are exact, and a tail that is small beside 1.
/// A NaN stays in `rest`.
PRIMER_HOST_DEVICE inline SplitExponential split_exponential(float x, float tail) {
  // x = exponent · ln 2 + r: adding 1.5 · 2^23 rounds to an integer, which then stands in the sum's last bits.
  constexpr float shift = 0x1.8p23f;
  const float shifted = x * 1.44269504f + shift;
  const float exponent = shifted - shift;
  // ln 2 in two parts, the first so short that its products are exact.
  const float r = x - exponent * 0.693359375f + exponent * 2.12194440e-4f + tail;
  const float p =
      polynomial(r, 1.38138817e-3f, 8.36906303e-3f, 4.16684225e-2f, 1.66665182e-1f, 4.99999940e-1f);
  return {r + r * r * p, std::bit_cast<std::int32_t>(shifted) - std::bit_cast<std::int32_t>(shift)};
}

/// e^(x + tail) for a tail that is small beside x, such as what x lost when it was rounded.
PRIMER_HOST_DEVICE inline float exp(float x, float tail = 0) {
  const auto [rest, exponent] = split_exponential(at_least(-104.0f, at_most(89.0f, x)), tail);
  // Two factors: 2^128 and 2^-149 have none of their own.
  const std::int32_t half = exponent >> 1;
  return (1 + rest) * power_of_two(half) * power_of_two(exponent - half);
}

/// 1 / (1 + e^-x), from the exponential that does not overflow.
PRIMER_HOST_DEVICE inline float sigmoid(float x) {
  const float e = exp(-std::fabs(x));
  return (x < 0 ? e : 1.0f) / (1 + e);
}

/// t / (t + 2) with t = e^2|x| - 1, which is precise for small x too.
PRIMER_HOST_DEVICE inline float tanh(float x) {
  const auto [rest, exponent] = split_exponential(2 * at_most(10.0f, std::fabs(x)), 0);
  const float scale = power_of_two(exponent);
  const float t = scale * rest + (scale - 1);
  return std::copysign(t / (t + 2), x);
}

/// Natural logarithm: -Inf at 0, NaN below.
PRIMER_HOST_DEVICE inline float log(float x) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  // x = 2^exponent · (1 + f) with sqrt(1/2) <= 1 + f < sqrt(2).
  const bool denormal = x < std::numeric_limits<float>::min();
  const auto bits = std::bit_cast<std::uint32_t>(denormal ? x * 0x1p23f : x);
  const std::uint32_t shift = (bits - std::bit_cast<std::uint32_t>(0.707106781f)) & 0xff800000u;
  const std::int32_t power = (static_cast<std::int32_t>(shift) >> 23) - (denormal ? 23 : 0);
  const auto exponent = static_cast<float>(power);
  const float f = std::bit_cast<float>(bits - shift) - 1;
  const float p =
      polynomial(f, 6.74576834e-2f, -1.16596229e-1f, 1.18792810e-1f, -1.24079265e-1f,
                 1.42212719e-1f, -1.66679084e-1f, 2.00020134e-1f, -2.50000089e-1f, 3.33333135e-1f);
  const float rest = f * f * (f * p - 0.5f) - exponent * 2.12194440e-4f;
  const float result = f + rest + exponent * 0.693359375f;
  return x < infinity ? (x > 0 ? result : (x == 0 ? -infinity : nan)) : x;
}

/// The normal distribution at x: its density φ(x) and Φ(x), the part of it that lies below x.
struct Normal {
  float density;     ///< φ(x) = exp(-x²/2) / √(2π)
  float cumulative;  ///< Φ(x) = (1 + erf(x/√2)) / 2, precise also where it is tiny
};
/// Both for the price of one exponential. NaN gives NaN twice.
PRIMER_HOST_DEVICE inline Normal normal(float x) {
  // e^(-a²/2) for a = |x|, with a² = head² + tail such that head² is exact.
  const float a = at_most(15.0f, std::fabs(x));
  const float head = std::bit_cast<float>(std::bit_cast<std::uint32_t>(a) & 0xfffff000u);
  const float e = exp(-0.5f * head * head, -0.5f * (a - head) * (a + head));
  // Φ(-a) = e^(-a²/2) w P(w) with w = 4/(4 + a), after Shepherd & Laframboise, "Chebyshev approximation of
  // (1 + 2x) exp(x²) erfc x in 0 <= x < inf", Mathematics of Computation 36 (1981).
  const float w = 4 / (4 + a);
  const float tail =
      e * w *
      polynomial(w, 1.71770044e-2f, -6.61181659e-2f, 5.96905462e-2f, 1.73883233e-2f, 2.22099759e-2f,
                 8.13692089e-2f, 7.39020705e-2f, 9.50897336e-2f, 9.95463282e-2f, 9.97449905e-2f);
  return {e * 0.398942280f, x < 0 ? tail : 1 - tail};
}

}  // namespace primer::cpu::vector_math
