#include "common/testing/catch.hpp"
//
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

#include "common/testing/execution.hpp"
#include "common/testing/numeric.hpp"
#include "common/testing/threads.hpp"
#include "kernels/random/philox.hpp"
#include "kernels/random/random.hpp"

namespace primer::testing {
namespace {

std::uint32_t draw(const RandomState& state, std::uint64_t i) {
  return random_block(state.seed, (state.offset + i) / 4)[(state.offset + i) % 4];
}

// Distance in units in the last place of the exact value.
double ulps(float value, double exact) {
  const float near = std::abs(static_cast<float>(exact));
  return std::abs(value - exact) / (std::nextafter(near, INFINITY) - near);
}

double mean_of_powers(const std::vector<float>& x, int power) {
  double sum = 0;
  for (const float v : x) sum += std::pow(static_cast<double>(v), power);
  return sum / static_cast<double>(x.size());
}

}  // namespace

TEST_CASE("Philox gives the published words") {
  using Words = std::array<std::uint32_t, 4>;
  CHECK(philox4x32_10({0, 0, 0, 0}, {0, 0}) ==
        Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  constexpr std::uint32_t ones = 0xffffffff;
  CHECK(philox4x32_10({ones, ones, ones, ones}, {ones, ones}) ==
        Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("Uniform numbers are draws in order at any offset") {
  for (const auto& [where, uniform] : PRIMER_EXECUTIONS(uniform)) {
    INFO(where.name);
    for (const std::int64_t n : awkward_sizes()) {
      for (const std::uint64_t offset : {0ull, 1ull, 2ull, 3ull, 4ull, 1001ull, 1ull << 40}) {
        INFO(n << " numbers from " << offset);
        const RandomState state{0x123456789abcdef, offset};
        Array x(where, static_cast<std::size_t>(n));
        uniform(x.data(), n, 0, 1, state, {});
        const std::vector<float> values = x.values();
        for (std::size_t i = 0; i < values.size(); ++i)
          REQUIRE(values[i] == unit_interval(draw(state, i)));
      }
    }
  }
}

TEST_CASE("Uniform numbers of any range are rounded once") {
  for (const auto& [where, uniform] : PRIMER_EXECUTIONS(uniform)) {
    const float low = -0.3f, high = 0.7123f;
    const RandomState state{17, 2};
    Array x(where, std::size_t{10007});
    uniform(x.data(), 10007, low, high, state, {});
    const std::vector<float> values = x.values();
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double exact = low + static_cast<double>(high - low) * unit_interval(draw(state, i));
      REQUIRE(values[i] == static_cast<float>(exact));
    }
  }
}

TEST_CASE("Uniform numbers stay below the upper end even where adding rounds up") {
  for (const auto& [where, uniform] : PRIMER_EXECUTIONS(uniform)) {
    Array x(where, std::size_t{100000});
    uniform(x.data(), 100000, 1e6f, 1e6f + 1, {7, 0}, {});
    for (const float v : x.values()) {
      REQUIRE(v >= 1e6f);
      REQUIRE(v < 1e6f + 1);
    }
  }
}

TEST_CASE("Normal numbers follow Box and Muller to two units in the last place") {
  for (const auto& [where, normal] : PRIMER_EXECUTIONS(normal)) {
    INFO(where.name);
    double worst = 0;
    for (const std::int64_t n : {0, 1, 2, 3, 63, 64, 65, 127, 129, 257, 200001}) {
      for (const std::uint64_t offset : {0ull, 1ull, 2ull, 3ull, 1001ull}) {
        const RandomState state{99, offset};
        Array x(where, static_cast<std::size_t>(n));
        normal(x.data(), n, 0, 1, state, {});
        const std::vector<float> values = x.values();
        for (std::size_t i = 0; i < values.size(); ++i) {
          const double u = ((draw(state, i / 2 * 2) >> 8) + 1) * 0x1p-24;
          const double turn = (draw(state, i / 2 * 2 + 1) >> 8) * 0x1p-24;
          // cos and sin of whole quarters are exactly zero, which the double's 2π is not precise enough to say
          const double angle = 2 * M_PI * (turn - std::round(4 * turn) / 4);
          const int quarter = (static_cast<int>(std::round(4 * turn)) + (i % 2 == 0 ? 1 : 0)) % 4;
          const double wave = quarter % 2 == 0 ? std::sin(angle) : std::cos(angle);
          const double exact = std::sqrt(-2 * std::log(u)) * (quarter >= 2 ? -wave : wave);
          if (exact != 0) worst = std::max(worst, ulps(values[i], exact));
          REQUIRE(std::isfinite(values[i]));
        }
      }
    }
    CHECK(worst <= 2);
  }
}

TEST_CASE("Normal numbers have the moments of their distribution") {
  for (const auto& [where, normal] : PRIMER_EXECUTIONS(normal)) {
    constexpr std::size_t n = 1 << 20;
    Array x(where, n);
    normal(x.data(), n, 0, 1, {5, 0}, {});
    const std::vector<float> values = x.values();
    // Five standard errors each: a moment's variance is E x^2k - (E x^k)^2 over n.
    CHECK(std::abs(mean_of_powers(values, 1)) < 5 * std::sqrt(1.0 / n));
    CHECK(std::abs(mean_of_powers(values, 2) - 1) < 5 * std::sqrt(2.0 / n));
    CHECK(std::abs(mean_of_powers(values, 3)) < 5 * std::sqrt(15.0 / n));
    CHECK(std::abs(mean_of_powers(values, 4) - 3) < 5 * std::sqrt(96.0 / n));
    Array y(where, std::size_t{10});
    normal(y.data(), 10, 3, 0, {5, 0}, {});
    CHECK(y.values() == std::vector<float>(10, 3));
  }
}

TEST_CASE("A range filled in two parts is the range filled at once") {
  for (const auto& [where, uniform] : PRIMER_EXECUTIONS(uniform)) {
    Array whole(where, std::size_t{1000}), parts(where, std::size_t{1000});
    uniform(whole.data(), 1000, -1, 1, {1, 5}, {});
    uniform(parts.data(), 333, -1, 1, {1, 5}, {});
    uniform(parts.data() + 333, 667, -1, 1, {1, 338}, {});
    CHECK(whole.values() == parts.values());
  }
}

TEST_CASE("Any number of threads draws the same numbers") {
  constexpr std::size_t n = 300001;
  const auto check = [](const auto& fill) {
    std::vector<std::vector<float>> results;
    for (const int threads : {1, 2, 3}) {
      const Threads chosen(threads);
      results.push_back(fill());
    }
    CHECK(results[0] == results[1]);
    CHECK(results[0] == results[2]);
  };
  for (const auto& [place, function] : PRIMER_EXECUTIONS(uniform)) {
    check([where = place, uniform = function] {
      Array x(where, n);
      uniform(x.data(), n, -1, 1, {3, 1}, {});
      return x.values();
    });
  }
  for (const auto& [place, function] : PRIMER_EXECUTIONS(normal)) {
    check([where = place, normal = function] {
      Array x(where, n);
      normal(x.data(), n, 0, 1, {3, 1}, {});
      return x.values();
    });
  }
}

TEST_CASE("A permutation is the same wherever it is drawn") {
  for (const auto& [where, permutation] : PRIMER_EXECUTIONS(permutation)) {
    for (const Index n : {2, 31, 32, 33, 64, 65, 1000}) {
      for (const std::uint64_t offset : {0u, 1u, 7u}) {
        INFO(where.name << ", " << n << " numbers, offset " << offset);
        const auto size = static_cast<std::size_t>(n);
        std::vector<std::int32_t> expected(size);
        cpu::permutation(expected.data(), n, {3, offset}, {});
        Array<std::int32_t> x(where, size);
        permutation(x.data(), n, {3, offset}, {});
        CHECK(x.values() == expected);
      }
    }
  }
}

TEST_CASE("A permutation holds every number once and differs by seed and offset") {
  for (const auto& [where, permutation] : PRIMER_EXECUTIONS(permutation)) {
    std::vector<std::vector<std::int32_t>> seen;
    for (const RandomState state : {RandomState{1, 0}, RandomState{2, 0}, RandomState{1, 1}}) {
      Array<std::int32_t> x(where, std::size_t{1000});
      permutation(x.data(), 1000, state, {});
      std::vector<std::int32_t> values = x.values();
      CHECK(std::ranges::find(seen, values) == seen.end());
      seen.push_back(values);
      std::ranges::sort(values);
      std::vector<std::int32_t> all(1000);
      std::iota(all.begin(), all.end(), 0);
      CHECK(values == all);
    }
    permutation(nullptr, 0, {1, 0}, {});
    Array<std::int32_t> one(where, std::size_t{1});
    permutation(one.data(), 1, {1, 0}, {});
    CHECK(one.values()[0] == 0);
  }
}

TEST_CASE("All orders of four are equally likely") {
  for (const auto& [where, permutation] : PRIMER_EXECUTIONS(permutation)) {
    std::map<std::vector<std::int32_t>, int> counts;
    constexpr int rounds = 24000;
    for (int i = 0; i < rounds; ++i) {
      Array<std::int32_t> x(where, std::size_t{4});
      permutation(x.data(), 4, {11, static_cast<std::uint64_t>(8 * i)}, {});
      ++counts[x.values()];
    }
    CHECK(counts.size() == 24);
    double chi_square = 0;
    for (const auto& [order, count] : counts)
      chi_square += (count - 1000.0) * (count - 1000.0) / 1000;
    CHECK(chi_square < 49.7);  // 23 degrees of freedom: exceeded once in a thousand seeds
  }
}

}  // namespace primer::testing
