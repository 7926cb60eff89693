#include "kernels/softmax/softmax.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "common/testing/catch.hpp"
#include "common/testing/execution.hpp"
#include "common/testing/numeric.hpp"
#include "common/testing/threads.hpp"

using namespace primer;
using namespace primer::testing;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

struct Sizes {
  Index rows, columns;
  std::size_t count() const { return static_cast<std::size_t>(rows * columns); }
};

std::vector<Sizes> all_sizes() {
  std::vector<Sizes> sizes{{0, 5}, {5, 0}, {1, 1}, {301, 10}, {501, 97}, {7, 2053}, {2, 30'011}};
  for (const Index n : awkward_sizes()) sizes.push_back({3, n});
  return sizes;
}

/// log softmax, row by row; softmax is its exponential.
std::vector<double> exact_log(const std::vector<double>& x, const Sizes& sizes) {
  std::vector<double> y(x.size());
  for (std::size_t begin = 0; begin < x.size(); begin += static_cast<std::size_t>(sizes.columns)) {
    const std::size_t end = begin + static_cast<std::size_t>(sizes.columns);
    const double largest = *std::max_element(x.begin() + begin, x.begin() + end);
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += std::exp(x[i] - largest);
    for (std::size_t i = begin; i < end; ++i) y[i] = x[i] - largest - std::log(sum);
  }
  return y;
}

std::vector<double> exact(const std::vector<double>& x, const Sizes& sizes) {
  std::vector<double> y = exact_log(x, sizes);
  for (double& v : y) v = std::exp(v);
  return y;
}

using Exact = std::vector<double>(const std::vector<double>&, const Sizes&);

/// Against double precision: out of place and in place.
template <class Operation>
void check_forward(const Execution& where, Operation* operation, Exact* exact) {
  for (const Sizes& sizes : all_sizes()) {
    INFO(where.name << ", " << sizes.rows << " rows of " << sizes.columns);
    const std::vector<float> x = random_floats(sizes.count(), 1, -9, 9);
    Array x_(where, x), y(where, x.size());
    operation(x_.data(), y.data(), sizes.rows, sizes.columns, {});
    CHECK(error(y.values(), exact(to_double(x), sizes)) < 1e-6);
    operation(x_.data(), x_.data(), sizes.rows, sizes.columns, {});
    CHECK(x_.values() == y.values());
  }
}

/// Against finite differences at a few small sizes: out of place and in place.
template <class Operation>
void check_backward(const Execution& where, Operation* operation, Exact* exact) {
  for (const Sizes& sizes : {Sizes{1, 1}, Sizes{3, 7}, Sizes{2, 33}, Sizes{4, 0}, Sizes{0, 4}}) {
    INFO(where.name << ", " << sizes.rows << " rows of " << sizes.columns);
    const std::vector<double> x = to_double(random_floats(sizes.count(), 1, -2, 2));
    const std::vector<float> dy = random_floats(sizes.count(), 2);
    const auto loss = [&](const std::vector<double>& v) {
      const std::vector<double> y = exact(v, sizes);
      double total = 0;
      for (std::size_t i = 0; i < dy.size(); ++i) total += dy[i] * y[i];
      return total;
    };
    const std::vector<double> y = exact(x, sizes);
    Array y_(where, std::vector<float>(y.begin(), y.end()));
    Array dy_(where, dy), dx(where, dy.size());
    operation(y_.data(), dy_.data(), dx.data(), sizes.rows, sizes.columns, {});
    CHECK(error(dx.values(), finite_differences(loss, x)) < 2e-6);
    operation(y_.data(), dy_.data(), dy_.data(), sizes.rows, sizes.columns, {});
    CHECK(dy_.values() == dx.values());
  }
}

/// The result for one row.
template <class Operation>
std::vector<float> row(const Execution& where, Operation* operation, const std::vector<float>& x) {
  Array x_(where, x), y(where, x.size());
  operation(x_.data(), y.data(), 1, static_cast<Index>(x.size()), {});
  return y.values();
}

bool all_nan(const std::vector<float>& x) {
  return std::all_of(x.begin(), x.end(), [](float v) { return std::isnan(v); });
}

}  // namespace

TEST_CASE("softmax agrees with double precision") {
  for (const auto& [where, softmax] : PRIMER_EXECUTIONS(softmax)) {
    check_forward(where, softmax, exact);
  }
}

TEST_CASE("log_softmax agrees with double precision") {
  for (const auto& [where, log_softmax] : PRIMER_EXECUTIONS(log_softmax)) {
    check_forward(where, log_softmax, exact_log);
  }
}

TEST_CASE("softmax_backward agrees with finite differences") {
  for (const auto& [where, softmax_backward] : PRIMER_EXECUTIONS(softmax_backward)) {
    check_backward(where, softmax_backward, exact);
  }
}

TEST_CASE("log_softmax_backward agrees with finite differences") {
  for (const auto& [where, log_softmax_backward] : PRIMER_EXECUTIONS(log_softmax_backward)) {
    check_backward(where, log_softmax_backward, exact_log);
  }
}

TEST_CASE("gradients of many rows agree with plain loops") {
  // Of few columns and of many, and of numbers of columns that can be read in packs.
  for (const Sizes& sizes : {Sizes{301, 257}, Sizes{2, 68}, Sizes{3, 2056}, Sizes{3, 2053}}) {
    INFO(sizes.rows << " rows of " << sizes.columns);
    const auto columns = static_cast<std::size_t>(sizes.columns);
    const std::vector<double> x = to_double(random_floats(sizes.count(), 1, -3, 3));
    const std::vector<float> dy = random_floats(sizes.count(), 2);
    const std::vector<double> p = exact(x, sizes), log_p = exact_log(x, sizes);
    std::vector<double> expected(p.size()), expected_log(p.size());
    for (std::size_t i = 0; i < p.size(); ++i) {
      double mean = 0, sum = 0;
      for (std::size_t j = i / columns * columns; j < (i / columns + 1) * columns; ++j) {
        mean += dy[j] * p[j];
        sum += dy[j];
      }
      expected[i] = p[i] * (dy[i] - mean);
      expected_log[i] = dy[i] - p[i] * sum;
    }
    for (const auto& [where, softmax_backward] : PRIMER_EXECUTIONS(softmax_backward)) {
      Array y(where, std::vector<float>(p.begin(), p.end())), dy_(where, dy);
      softmax_backward(y.data(), dy_.data(), dy_.data(), sizes.rows, sizes.columns, {});
      CHECK(error(dy_.values(), expected) < 1e-6);
    }
    for (const auto& [where, log_softmax_backward] : PRIMER_EXECUTIONS(log_softmax_backward)) {
      Array y(where, std::vector<float>(log_p.begin(), log_p.end())), dy_(where, dy);
      log_softmax_backward(y.data(), dy_.data(), dy_.data(), sizes.rows, sizes.columns, {});
      CHECK(error(dy_.values(), expected_log) < 2e-6);
    }
  }
}

TEST_CASE("softmax bears extreme scores") {
  for (const auto& [where, softmax] : PRIMER_EXECUTIONS(softmax)) {
    CHECK(row(where, softmax, {1000, 1000}) == std::vector{0.5f, 0.5f});
    CHECK(row(where, softmax, {-1000, -1000}) == std::vector{0.5f, 0.5f});
    CHECK(row(where, softmax, {1e30f, -1e30f, 0}) == std::vector{1.0f, 0.0f, 0.0f});
    CHECK(row(where, softmax, {3, -infinity, 3}) == std::vector{0.5f, 0.0f, 0.5f});
    CHECK(std::abs(row(where, softmax, {0, -90})[1] / std::exp(-90.0) - 1) < 1e-5);  // denormal
    CHECK(row(where, softmax, std::vector<float>(4096, 7))[99] == 1.0f / 4096);
  }
}

TEST_CASE("log_softmax bears extreme scores") {
  const auto log2 = static_cast<float>(std::log(2.0));
  for (const auto& [where, log_softmax] : PRIMER_EXECUTIONS(log_softmax)) {
    CHECK(row(where, log_softmax, {1000, 1000}) == std::vector{-log2, -log2});
    CHECK(row(where, log_softmax, {0, 1000}) == std::vector{-1000.0f, 0.0f});
    CHECK(row(where, log_softmax, {1e30f, 0}) == std::vector{0.0f, -1e30f});
    CHECK(row(where, log_softmax, {0, -infinity}) == std::vector{0.0f, -infinity});
  }
}

TEST_CASE("softmax and log_softmax of a row with NaN or nothing but minus infinity are NaN") {
  const std::vector<std::vector<float>> rows{
      {1, not_a_number, 2}, {not_a_number}, {-infinity, -infinity}, {0, infinity, 1}};
  for (const auto& x : rows) {
    INFO("row that begins with " << x[0]);
    for (const auto& [where, softmax] : PRIMER_EXECUTIONS(softmax)) {
      CHECK(all_nan(row(where, softmax, x)));
    }
    for (const auto& [where, log_softmax] : PRIMER_EXECUTIONS(log_softmax)) {
      CHECK(all_nan(row(where, log_softmax, x)));
    }
  }
}

TEST_CASE("a row that is NaN leaves the other rows alone") {
  for (const auto& [where, softmax] : PRIMER_EXECUTIONS(softmax)) {
    Array x(where, std::vector{1.0f, 1.0f, not_a_number, 1.0f, 2.0f, 2.0f});
    softmax(x.data(), x.data(), 3, 2, {});
    CHECK(x.values()[0] == 0.5f);
    CHECK(std::isnan(x.values()[2]));
    CHECK(std::isnan(x.values()[3]));
    CHECK(x.values()[5] == 0.5f);
  }
}

TEST_CASE("softmax gives the same bits wherever its arrays begin") {
  const Sizes sizes{9, 52};
  const std::vector<float> x = random_floats(sizes.count(), 1, -9, 9);
  for (const auto& [where, softmax] : PRIMER_EXECUTIONS(softmax)) {
    Array whole(where, x);
    softmax(whole.data(), whole.data(), sizes.rows, sizes.columns, {});
    std::vector<float> shifted = x;
    shifted.insert(shifted.begin(), -77);
    Array x_(where, shifted);
    softmax(x_.data() + 1, x_.data() + 1, sizes.rows, sizes.columns, {});
    shifted = whole.values();
    shifted.insert(shifted.begin(), -77);
    CHECK(x_.values() == shifted);
  }
}

TEST_CASE("softmax gives the same bits with any number of threads") {
  const Sizes sizes{301, 257};
  const std::vector<float> x = random_floats(sizes.count(), 1, -9, 9);
  for (const auto& [where, softmax] : PRIMER_EXECUTIONS(softmax)) {
    std::vector<float> first;
    for (const int count : {1, 2, 3}) {
      INFO(where.name << ", threads " << count);
      const Threads threads(count);
      Array x_(where, x);
      softmax(x_.data(), x_.data(), sizes.rows, sizes.columns, {});
      if (count == 1) first = x_.values();
      CHECK(x_.values() == first);
    }
  }
}

TEST_CASE("gradients of softmax take arrays that begin at any float") {
  for (const Sizes& sizes : {Sizes{7, 16}, Sizes{3, 100}, Sizes{2, 2056}}) {
    const auto check = [&](const auto& executions) {
      for (const auto& [present, function] : executions) {
        INFO(present.name << ", " << sizes.rows << " rows of " << sizes.columns);
        const auto gradient = [&, backward = function](const Execution& where) {
          Array y(where, random_floats(sizes.count(), 1, 0, 1)),
              dy(where, random_floats(sizes.count(), 2)), dx(where, sizes.count());
          backward(y.data(), dy.data(), dx.data(), sizes.rows, sizes.columns, {});
          return dx.values();
        };
        CHECK(error_when_shifted(present, gradient) < 1e-7);
      }
    };
    check(PRIMER_EXECUTIONS(softmax_backward));
    check(PRIMER_EXECUTIONS(log_softmax_backward));
  }
}
