#include "kernels/dropout/dropout.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "common/testing/catch.hpp"
#include "common/testing/execution.hpp"
#include "common/testing/numeric.hpp"
#include "common/testing/threads.hpp"
#include "kernels/random/philox.hpp"

using namespace primer;
using namespace primer::testing;

namespace {

/// One draw after another, straight from Philox.
std::vector<float> plain_dropout(const std::vector<float>& x, float p, RandomState state) {
  std::vector<float> y(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::uint64_t draw = state.offset + i;
    const float u = unit_interval(random_block(state.seed, draw / 4)[draw % 4]);
    if (u >= p) y[i] = x[i] * (1 / (1 - p));
  }
  return y;
}

std::vector<float> dropped(const Executable<decltype(cpu::dropout)>& dropout,
                           const std::vector<float>& x, float p, RandomState state) {
  Array x_(dropout.where, x), y(dropout.where, x.size());
  dropout.function(x_.data(), y.data(), static_cast<Index>(x.size()), p, state, {});
  return y.values();
}

}  // namespace

TEST_CASE("dropout agrees with a plain loop over the draws of Philox") {
  for (const auto& dropout : PRIMER_EXECUTIONS(dropout)) {
    std::vector<Index> sizes = awkward_sizes();
    sizes.push_back(20'011);  // enough for all threads
    for (const Index n : sizes) {
      for (const std::uint64_t offset : {0ull, 1ull, 2ull, 7ull, 0xffffffffull, 1ull << 40}) {
        INFO(dropout.where.name << ", n " << n << ", offset " << offset);
        const std::vector<float> x = random_floats(static_cast<std::size_t>(n), 1);
        const RandomState state{0x123456789abcdefull, offset};
        CHECK(dropped(dropout, x, 0.3f, state) == plain_dropout(x, 0.3f, state));
      }
    }
  }
}

TEST_CASE("dropout works in place and repeats its mask for the way back") {
  for (const auto& dropout : PRIMER_EXECUTIONS(dropout)) {
    const std::vector<float> x = random_floats(1001, 1, 0.5f, 1), dy = random_floats(1001, 2, 1, 2);
    const RandomState state{5, 3};
    const std::vector<float> y = dropped(dropout, x, 0.5f, state);
    const std::vector<float> dx = dropped(dropout, dy, 0.5f, state);
    for (std::size_t i = 0; i < x.size(); ++i) {
      CHECK(dx[i] == (y[i] == 0 ? 0 : 2 * dy[i]));
    }
    Array x_(dropout.where, x);
    dropout.function(x_.data(), x_.data(), 1001, 0.5f, state, {});
    CHECK(x_.values() == y);
  }
}

TEST_CASE("dropout keeps the fraction it should and the mean with it") {
  const std::size_t n = 1'000'000;
  for (const auto& dropout : PRIMER_EXECUTIONS(dropout)) {
    for (const float p : {0.1f, 0.5f, 0.9f}) {
      INFO(dropout.where.name << ", p " << p);
      const std::vector<float> y = dropped(dropout, std::vector<float>(n, 1), p, {7, 0});
      const auto kept = static_cast<double>(n - std::count(y.begin(), y.end(), 0.0f));
      const double deviation = std::sqrt(n * p * (1.0 - p));
      CHECK(std::abs(kept - n * (1.0 - p)) < 4 * deviation);
      CHECK(*std::max_element(y.begin(), y.end()) == 1 / (1 - p));
    }
  }
}

TEST_CASE("dropout with another seed or offset has another mask") {
  const std::vector<float> ones(100, 1);
  for (const auto& dropout : PRIMER_EXECUTIONS(dropout)) {
    const std::vector<float> y = dropped(dropout, ones, 0.5f, {1, 0});
    CHECK(dropped(dropout, ones, 0.5f, {2, 0}) != y);
    CHECK(dropped(dropout, ones, 0.5f, {1, 100}) != y);
  }
}

TEST_CASE("dropout with probability zero changes nothing and with one leaves zeros") {
  const float not_a_number = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  for (const auto& dropout : PRIMER_EXECUTIONS(dropout)) {
    const std::vector<float> x = random_floats(257, 1);
    CHECK(dropped(dropout, x, 0, {1, 0}) == x);
    CHECK(dropped(dropout, {1, infinity, not_a_number}, 1, {1, 0}) == std::vector<float>(3, 0));
    CHECK(std::isnan(dropped(dropout, {not_a_number}, 0, {1, 0})[0]));
  }
}

TEST_CASE("dropout has the same mask with any number of threads") {
  const std::vector<float> ones(20'011, 1);
  for (const auto& dropout : PRIMER_EXECUTIONS(dropout)) {
    std::vector<float> first;
    for (const int count : {1, 2, 3}) {
      INFO(dropout.where.name << ", threads " << count);
      const Threads threads(count);
      const std::vector<float> y = dropped(dropout, ones, 0.5f, {11, 6});
      if (count == 1) first = y;
      CHECK(y == first);
    }
  }
}

TEST_CASE("dropout takes arrays that begin at any float") {
  const std::vector<float> x = random_floats(1027, 1);
  for (const auto& dropout : PRIMER_EXECUTIONS(dropout)) {
    INFO(dropout.where.name);
    const auto result = [&](const Execution& where) {
      return dropped({where, dropout.function}, x, 0.3f, {5, 3});
    };
    CHECK(error_when_shifted(dropout.where, result) == 0);
  }
}
