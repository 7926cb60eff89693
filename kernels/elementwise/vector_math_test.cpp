#include "kernels/elementwise/vector_math.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

#include "common/testing/catch.hpp"

using namespace primer::cpu;

namespace {

/// Largest error of f over numbers of all signs and sizes, denormals, Inf and NaN included, in units of the last place of
/// the exact result. Infinite when one is NaN or Inf where the other is not.
template <class F, class Exact>
double worst_error(F f, Exact exact) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  double worst = 0;
  for (std::uint64_t bits = 0; bits < (1ull << 32); bits += 9973) {
    const float x = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    const float y = f(x);
    const double expected = exact(static_cast<double>(x));
    const auto rounded = static_cast<float>(expected);
    if (std::isnan(y) && std::isnan(rounded)) continue;
    if (y == rounded) continue;
    if (!std::isfinite(y) || !std::isfinite(rounded)) return infinite;
    const double last_place = std::ldexp(1.0, std::max(-149, std::ilogb(expected) - 23));
    worst = std::max(worst, std::abs(y - expected) / last_place);
  }
  return worst;
}

constexpr float infinity = std::numeric_limits<float>::infinity();

}  // namespace

TEST_CASE("vector exp is within two units in the last place of the exact value") {
  CHECK(worst_error([](float x) { return vector_math::exp(x); },
                    [](double x) { return std::exp(x); }) < 2);
  CHECK(vector_math::exp(0) == 1);
  CHECK(vector_math::exp(infinity) == infinity);
  CHECK(vector_math::exp(-infinity) == 0);
  CHECK(vector_math::exp(-103) == std::exp(-103.0f));  // denormal
}

TEST_CASE("vector exp takes a tail into account that x itself cannot hold") {
  const double exact = std::exp(-50.0 - 1e-6);
  CHECK(std::abs(vector_math::exp(-50, -1e-6f) / exact - 1) < 2e-7);
}

TEST_CASE("vector sigmoid is precise even where it is almost zero") {
  CHECK(worst_error([](float x) { return vector_math::sigmoid(x); },
                    [](double x) { return 1 / (1 + std::exp(-x)); }) < 4);
  CHECK(vector_math::sigmoid(-infinity) == 0);
  CHECK(vector_math::sigmoid(infinity) == 1);
}

TEST_CASE("vector tanh is precise even where it is almost zero") {
  CHECK(worst_error([](float x) { return vector_math::tanh(x); },
                    [](double x) { return std::tanh(x); }) < 4);
  CHECK(vector_math::tanh(-infinity) == -1);
  CHECK(std::signbit(vector_math::tanh(-0.0f)));
}

TEST_CASE("vector log is within two units in the last place of the exact value") {
  CHECK(worst_error([](float x) { return vector_math::log(x); },
                    [](double x) { return std::log(x); }) < 2);
  CHECK(vector_math::log(0) == -infinity);
  CHECK(std::isnan(vector_math::log(-1)));
  CHECK(vector_math::log(infinity) == infinity);
}

TEST_CASE("vector normal distribution is precise in its tails") {
  CHECK(worst_error([](float x) { return vector_math::normal(x).cumulative; },
                    [](double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }) < 10);
  CHECK(worst_error(
            [](float x) { return vector_math::normal(x).density; },
            [](double x) { return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi); }) < 4);
  CHECK(vector_math::normal(-infinity).cumulative == 0);
  CHECK(vector_math::normal(infinity).cumulative == 1);
}
