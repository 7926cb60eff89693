#include "kernels/elementwise/elementwise.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "common/testing/catch.hpp"
#include "common/testing/execution.hpp"
#include "common/testing/numeric.hpp"
#include "kernels/elementwise/serial.hpp"

using namespace primer;
using namespace primer::testing;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

const std::vector<Unary> all_functions{
    Unary::identity, Unary::negate,     Unary::square,  Unary::sqrt, Unary::exp, Unary::log,
    Unary::relu,     Unary::reciprocal, Unary::sigmoid, Unary::tanh, Unary::gelu};

double exact(Unary f, double x) {
  switch (f) {
    case Unary::identity:
      return x;
    case Unary::negate:
      return -x;
    case Unary::square:
      return x * x;
    case Unary::sqrt:
      return std::sqrt(x);
    case Unary::exp:
      return std::exp(x);
    case Unary::log:
      return std::log(x);
    case Unary::reciprocal:
      return 1 / x;
    case Unary::relu:
      return x < 0 ? 0 : x;
    case Unary::sigmoid:
      return 1 / (1 + std::exp(-x));
    case Unary::tanh:
      return std::tanh(x);
    case Unary::gelu:
      return x * std::erfc(-x / std::sqrt(2.0)) / 2;
  }
  throw std::invalid_argument("no such function");
}

bool defined_below_zero(Unary f) { return f != Unary::sqrt && f != Unary::log; }

/// Numbers where the function is defined and its slope can be measured: not too close to zero.
std::vector<float> inputs(Unary f, Index n) {
  std::vector<float> x = random_floats(static_cast<std::size_t>(n), 1, 0.1f, 3);
  if (defined_below_zero(f)) {
    for (std::size_t i = 0; i < x.size(); i += 2) x[i] = -x[i];
  }
  return x;
}

std::vector<double> exact_values(Unary f, const std::vector<float>& x) {
  std::vector<double> y;
  for (const float v : x) y.push_back(exact(f, v));
  return y;
}

std::vector<double> exact_slopes(Unary f, const std::vector<float>& x) {
  std::vector<double> slopes;
  for (const double v : x) slopes.push_back((exact(f, v + 1e-5) - exact(f, v - 1e-5)) / 2e-5);
  return slopes;
}

bool needs_input(Unary f) { return f == Unary::square || f == Unary::log || f == Unary::gelu; }
bool needs_output(Unary f) { return !needs_input(f) && f != Unary::identity && f != Unary::negate; }

}  // namespace

TEST_CASE("unary agrees with double precision at awkward sizes") {
  for (const auto& [where, unary] : PRIMER_EXECUTIONS(unary)) {
    for (const Unary f : all_functions) {
      for (const Index n : awkward_sizes()) {
        INFO(where.name << ", function " << static_cast<int>(f) << ", n " << n);
        const std::vector<float> x = inputs(f, n);
        Array a(where, x), y(where, x.size());
        unary(f, a.data(), y.data(), n, {});
        CHECK(error(y.values(), exact_values(f, x)) < 5e-7);
        unary(f, a.data(), a.data(), n, {});  // in place
        CHECK(a.values() == y.values());
      }
    }
  }
}

TEST_CASE("unary_backward agrees with finite differences and reads only what it needs") {
  for (const auto& [where, unary_backward] : PRIMER_EXECUTIONS(unary_backward)) {
    for (const Unary f : all_functions) {
      for (const Index n : awkward_sizes()) {
        INFO(where.name << ", function " << static_cast<int>(f) << ", n " << n);
        const std::vector<float> x = inputs(f, n), dy = random_floats(x.size(), 2);
        std::vector<float> y;
        for (const float v : x) y.push_back(static_cast<float>(exact(f, v)));
        std::vector<double> expected = exact_slopes(f, x);
        for (std::size_t i = 0; i < x.size(); ++i) expected[i] *= dy[i];

        Array x_(where, x), y_(where, y), dy_(where, dy), dx(where, x.size());
        unary_backward(f, needs_input(f) ? x_.data() : nullptr,
                       needs_output(f) ? y_.data() : nullptr, dy_.data(), dx.data(), n, {});
        CHECK(error(dx.values(), expected) < 1e-6);
        unary_backward(f, x_.data(), y_.data(), dy_.data(), dy_.data(), n, {});  // in place
        CHECK(dy_.values() == dx.values());
      }
    }
  }
}

TEST_CASE("unary passes NaN on and takes Inf and zero as IEEE arithmetic does") {
  const std::vector<float> x{not_a_number, -not_a_number, infinity, -infinity, 0.0f,
                             -0.0f,        1e30f,         -1e30f,   1e-42f};
  for (const auto& [where, unary] : PRIMER_EXECUTIONS(unary)) {
    for (const Unary f : all_functions) {
      INFO(where.name << ", function " << static_cast<int>(f));
      Array a(where, x), y(where, x.size());
      unary(f, a.data(), y.data(), std::ssize(x), {});
      for (std::size_t i = 0; i < x.size(); ++i) {
        INFO("x " << x[i]);
        const auto expected = static_cast<float>(exact(f, x[i]));
        const float actual = y.values()[i];
        if (std::isnan(expected)) {
          CHECK(std::isnan(actual));
        } else if (std::isinf(expected)) {
          CHECK(actual == expected);
        } else {
          CHECK(std::abs(actual - expected) <= 1e-6f * std::abs(expected));
        }
      }
    }
  }
}

TEST_CASE("unary_backward passes NaN on in every function") {
  for (const auto& [where, unary_backward] : PRIMER_EXECUTIONS(unary_backward)) {
    for (const Unary f : all_functions) {
      INFO(where.name << ", function " << static_cast<int>(f));
      Array x(where, std::vector<float>(3, 0.5f)), y(where, std::vector<float>(3, 0.5f));
      Array dy(where, std::vector{1.0f, not_a_number, 1.0f});
      unary_backward(f, x.data(), y.data(), dy.data(), dy.data(), 3, {});
      CHECK(std::isfinite(dy.values()[0]));
      CHECK(std::isnan(dy.values()[1]));
      CHECK(std::isfinite(dy.values()[2]));
    }
  }
}

TEST_CASE("relu has slope zero at zero and for negative numbers") {
  for (const auto& [where, unary_backward] : PRIMER_EXECUTIONS(unary_backward)) {
    Array y(where, std::vector{0.0f, -0.0f, 1e-40f, 2.0f});
    Array dy(where, std::vector{3.0f, 3.0f, 3.0f, 3.0f});
    unary_backward(Unary::relu, nullptr, y.data(), dy.data(), dy.data(), 4, {});
    CHECK(dy.values() == std::vector{0.0f, 0.0f, 3.0f, 3.0f});
  }
}

TEST_CASE("unary gives an element the same bits wherever it stands and however many there are") {
  const Index n = 300'001;  // enough for all threads
  for (const auto& [where, unary] : PRIMER_EXECUTIONS(unary)) {
    for (const Unary f : all_functions) {
      INFO(where.name << ", function " << static_cast<int>(f));
      const std::vector<float> x = inputs(f, n);
      Array a(where, x), whole(where, x.size()), parts(where, x.size());
      unary(f, a.data(), whole.data(), n, {});
      for (Index begin = 0; begin < n; begin += 997) {
        unary(f, a.data() + begin, parts.data() + begin, std::min<Index>(997, n - begin), {});
      }
      CHECK(whole.values() == parts.values());
      CHECK(error(whole.values(), exact_values(f, x)) < 5e-7);
    }
  }
}

TEST_CASE("the serial loops give the same bits as the parallel ones") {
  const Index n = 100'003;
  for (const Unary f : all_functions) {
    INFO("function " << static_cast<int>(f));
    const std::vector<float> x = inputs(f, n), dy = random_floats(x.size(), 2);
    std::vector<float> y(x.size()), y_serial(x.size()), dx(x.size()), dx_serial(x.size());
    cpu::unary(f, x.data(), y.data(), n, {});
    cpu::unary_serial(f, x.data(), y_serial.data(), n);
    CHECK(y == y_serial);
    cpu::unary_backward(f, x.data(), y.data(), dy.data(), dx.data(), n, {});
    cpu::unary_backward_serial(f, x.data(), y.data(), dy.data(), dx_serial.data(), n);
    CHECK(dx == dx_serial);
  }
}

TEST_CASE("scale_add adds multiples of two arrays and does not read y when beta is zero") {
  for (const auto& [where, scale_add] : PRIMER_EXECUTIONS(scale_add)) {
    for (const Index n : {0, 1, 13, 257, 100'003}) {
      INFO(where.name << ", n " << n);
      const auto count = static_cast<std::size_t>(n);
      const std::vector<float> x = random_floats(count, 1), y = random_floats(count, 2);
      std::vector<double> sum, product;
      for (std::size_t i = 0; i < count; ++i) {
        sum.push_back(2.5 * x[i] - 0.75 * y[i]);
        product.push_back(2.5 * x[i]);
      }
      Array x_(where, x), y_(where, y), unread(where, count, not_a_number);
      scale_add(2.5f, x_.data(), -0.75f, y_.data(), n, {});
      CHECK(error(y_.values(), sum) < 1e-6);
      scale_add(2.5f, x_.data(), 0, unread.data(), n, {});
      CHECK(error(unread.values(), product) < 1e-6);
    }
  }
}

TEST_CASE("fill writes every element and no other") {
  for (const auto& [where, fill] : PRIMER_EXECUTIONS(fill)) {
    for (const Index n : {0, 1, 13, 257, 100'003}) {
      INFO(where.name << ", n " << n);
      Array y(where, static_cast<std::size_t>(n) + 1);
      fill(1.5f, y.data(), n, {});
      std::vector<float> expected(static_cast<std::size_t>(n), 1.5f);
      expected.push_back(-77);
      CHECK(y.values() == expected);
    }
  }
}

TEST_CASE("gather_rows picks rows in any order and more than once") {
  for (const auto& [where, gather_rows] : PRIMER_EXECUTIONS(gather_rows)) {
    Array x(where, std::vector<float>{0, 1, 2, 10, 11, 12, 20, 21, 22});
    Array rows(where, std::vector<std::int32_t>{2, 0, 0, 1});
    Array y(where, 12);
    gather_rows(x.data(), rows.data(), y.data(), 4, 3, {});
    CHECK(y.values() == std::vector<float>{20, 21, 22, 0, 1, 2, 0, 1, 2, 10, 11, 12});

    gather_rows(x.data(), nullptr, nullptr, 0, 3, {});
    gather_rows(nullptr, rows.data(), nullptr, 4, 0, {});
  }
}

TEST_CASE("gather_rows of many rows agrees with a plain loop") {
  const Index n = 5003, stored = 101;
  for (const Index columns : {37, 36}) {
    for (const auto& [where, gather_rows] : PRIMER_EXECUTIONS(gather_rows)) {
      const std::vector<float> x = random_floats(static_cast<std::size_t>(stored * columns), 1);
      std::vector<std::int32_t> rows;
      std::vector<float> expected;
      for (Index i = 0; i < n; ++i) {
        rows.push_back(static_cast<std::int32_t>(i * 7919 % stored));
        const auto row = x.begin() + rows.back() * columns;
        expected.insert(expected.end(), row, row + columns);
      }
      Array x_(where, x), y(where, expected.size());
      Array<std::int32_t> rows_(where, rows);
      gather_rows(x_.data(), rows_.data(), y.data(), n, columns, {});
      CHECK(y.values() == expected);
    }
  }
}

TEST_CASE("scale_add and fill take arrays that begin at any float") {
  const std::size_t n = 1027;
  for (const auto& [present, function] : PRIMER_EXECUTIONS(scale_add)) {
    for (const float beta : {0.0f, -0.75f}) {
      INFO(present.name << ", beta " << beta);
      const auto sum = [beta, n, scale_add = function](const Execution& where) {
        Array x(where, random_floats(n, 1)), y(where, random_floats(n, 2));
        scale_add(2.5f, x.data(), beta, y.data(), n, {});
        return y.values();
      };
      CHECK(error_when_shifted(present, sum) < 1e-7);
    }
  }
  for (const auto& [present, function] : PRIMER_EXECUTIONS(fill)) {
    INFO(present.name);
    const auto filled = [n, fill = function](const Execution& where) {
      Array y(where, n + 1);
      fill(1.5f, y.data(), n, {});
      return y.values();
    };
    CHECK(error_when_shifted(present, filled) == 0);
  }
}
