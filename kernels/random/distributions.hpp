#pragma once
// What turns uniform random bits into other distributions, one number at a time, for every device.

#include <cmath>
#include <cstdint>
#include <numbers>

#include "kernels/elementwise/vector_math.hpp"
#include "kernels/random/philox.hpp"

namespace primer {

/// Uniform numbers in [low, high), with the same bits on every device.
class UniformRange {
 public:
  /// The interval; low ≤ high, and high - low is finite.
  UniformRange(float low, float high)
      : low_(low), high_(high), below_high_(std::nextafter(high, low)), width_(high - low) {}

  /// The number that a draw gives; of its 32 bits the upper 24 count.
  PRIMER_HOST_DEVICE float operator()(std::uint32_t bits) const {
    // The product is exact in double precision, so that the result does not depend on whether the
    // compiler fuses it
    const auto value = static_cast<float>(low_ + width_ * unit_interval(bits));
    // The sum may round up to high itself, which is not part of the interval
    return value < high_ ? value : below_high_;
  }

 private:
  float low_, high_, below_high_;
  double width_;
};

/// Two independent numbers of mean 0 and deviation 1: a radius times the cosine and the sine of an
/// angle.
struct NormalPair {
  float cosine,  ///< the first
      sine;      ///< the second
};

/// Two normal numbers from two draws (Box & Muller, "A Note on the Generation of Random Normal
/// Deviates", 1958), within two units in the last place.
PRIMER_HOST_DEVICE inline NormalPair box_muller(std::uint32_t bits1, std::uint32_t bits2) {
  namespace vector_math = cpu::vector_math;
  // The angle is first brought to within half a quarter turn of a whole number of quarters, which
  // is exact, so that results near zero keep their digits. What is put together in double precision
  // is rounded once.
  const float u = static_cast<float>((bits1 >> 8) + 1) * 0x1p-24f;
  const double radius = std::sqrt(-2.0 * vector_math::log(u));
  const auto turn = static_cast<std::int32_t>(bits2 >> 8);
  const std::int32_t quarter = (turn + (1 << 21)) >> 22;
  // sin(π/2 x) and cos(π/2 x): minimax fits of relative error (Remez's algorithm)
  const float x = static_cast<float>(turn - (quarter << 22)) * 0x1p-22f;
  const float s = x * x;
  const double sine =
      x * (std::numbers::pi / 2 +
           s * vector_math::polynomial(s, -4.60480340e-3f, 7.96814039e-2f, -6.45963609e-1f));
  const double cosine = 1.0 + s * vector_math::polynomial(s, 9.03760258e-4f, -2.08601616e-2f,
                                                          2.53669232e-1f, -1.23370051f);
  const bool swapped = (quarter & 1) != 0;
  const double c = swapped ? -sine : cosine;
  const double d = swapped ? cosine : sine;
  const double sign = (quarter & 2) != 0 ? -radius : radius;
  return {static_cast<float>(sign * c), static_cast<float>(sign * d)};
}

/// One of 0 … choices-1 from 64 random bits: their product with the number of choices, and of that
/// the part above 2^64.
PRIMER_HOST_DEVICE inline std::uint32_t random_choice(std::uint32_t low, std::uint32_t high,
                                                      std::uint32_t choices) {
  const std::uint64_t n = choices;
  return static_cast<std::uint32_t>((high * n + (low * n >> 32)) >> 32);
}

}  // namespace primer
