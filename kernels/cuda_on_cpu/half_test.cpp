#include "common/testing/catch.hpp"
//
#include <bit>
#include <cmath>
#include <limits>

#include "kernels/cuda_on_cpu/half.hpp"

namespace primer::testing {
namespace {

using namespace primer::cuda_on_cpu;  // NOLINT

/// What the bits of a half mean, by the definition in IEEE 754.
double meaning(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31, fraction = bits & 1023;
  const double sign = bits >> 15 ? -1 : 1;
  if (exponent == 31) return fraction ? std::nan("") : sign * INFINITY;
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  return sign * std::ldexp(1024 + fraction, exponent - 25);
}

TEST_CASE("Every half means what IEEE 754 says and comes back from a float") {
  for (std::uint32_t i = 0; i < 65536; ++i) {
    const auto bits = static_cast<std::uint16_t>(i);
    const double expected = meaning(bits);
    const float value = half_bits_to_float(bits);
    if (std::isnan(expected)) {
      REQUIRE(std::isnan(value));
      REQUIRE(float_to_half_bits(value) == 0x7fff);
    } else {
      REQUIRE(static_cast<double>(value) == expected);
      REQUIRE(std::signbit(value) == (bits >> 15 != 0));
      REQUIRE(float_to_half_bits(value) == bits);
    }
  }
}

TEST_CASE("A float becomes the nearest half and the even one in the middle") {
  // Between each two neighbours, also across the largest, whose upper neighbour would be 65536.
  for (std::uint16_t low = 0; low < 0x7c00; ++low) {
    const auto high = static_cast<std::uint16_t>(low + 1);
    const double upper = high == 0x7c00 ? 65536 : meaning(high);
    const auto middle = static_cast<float>((meaning(low) + upper) / 2);
    const std::uint16_t even = low % 2 == 0 ? low : high;
    REQUIRE(float_to_half_bits(middle) == even);
    REQUIRE(float_to_half_bits(std::nextafter(middle, 0.0f)) == low);
    REQUIRE(float_to_half_bits(std::nextafter(middle, INFINITY)) == high);
    REQUIRE(float_to_half_bits(-middle) == (even | 0x8000));
  }
  CHECK(float_to_half_bits(1e30f) == 0x7c00);
  CHECK(float_to_half_bits(-INFINITY) == 0xfc00);
  CHECK(float_to_half_bits(1e-30f) == 0);
  CHECK(float_to_half_bits(-1e-30f) == 0x8000);
}

TEST_CASE("A float becomes the nearest bfloat16 and the even one in the middle") {
  for (std::uint32_t low = 0; low < 0x7f80; ++low) {
    const float below = bfloat16_bits_to_float(static_cast<std::uint16_t>(low));
    REQUIRE(float_to_bfloat16_bits(below) == low);
    const auto middle = std::bit_cast<float>(low << 16 | 0x8000);
    REQUIRE(float_to_bfloat16_bits(middle) == low + low % 2);
    REQUIRE(float_to_bfloat16_bits(std::nextafter(middle, 0.0f)) == low);
    REQUIRE(float_to_bfloat16_bits(std::nextafter(middle, INFINITY)) == low + 1);
  }
  CHECK(float_to_bfloat16_bits(std::numeric_limits<float>::quiet_NaN()) == 0x7fff);
  CHECK(float_to_bfloat16_bits(-INFINITY) == 0xff80);
}

TEST_CASE("Halves compute as floats that are rounded once") {
  const __half a(1.5f), b(2049.0f);  // 2049 is not a half; 2048 is
  CHECK(float(b) == 2048);
  CHECK(float(a + b) == 2050);  // 2049.5 lies between 2048 and 2050
  CHECK(float(a * a) == 2.25f);
  CHECK(a < b);
  CHECK(float(__hadd(a, a)) == 3);
  CHECK(float(__nv_bfloat16(1.0f) / __nv_bfloat16(3.0f)) == 0.333984375f);
  const float2 pair = __half22float2(__floats2half2_rn(0.1f, -70000));
  CHECK(pair.x == 0.0999755859375f);
  CHECK(pair.y == -INFINITY);
}

}  // namespace
}  // namespace primer::testing
