#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/testing/catch.hpp"
#include "common/testing/execution.hpp"
#include "common/testing/numeric.hpp"
#include "common/testing/threads.hpp"
#include "kernels/elementwise/elementwise.hpp"

using namespace primer;
using namespace primer::testing;

namespace {

using Sizes = std::vector<Index>;

struct Shapes {
  Sizes a, b, y;
};

const std::vector<Binary> all_functions{Binary::add, Binary::subtract, Binary::multiply,
                                        Binary::divide};

const std::vector<Shapes> all_patterns{
    {{13}, {13}, {13}},                          // equal
    {{3, 5, 7}, {3, 5, 7}, {3, 5, 7}},           // equal, one long row
    {{}, {}, {}},                                // scalars
    {{}, {4, 33}, {4, 33}},                      // a scalar on the left
    {{4, 33}, {}, {4, 33}},                      // a scalar on the right
    {{4, 33}, {1, 1, 1}, {1, 4, 33}},            // a scalar in disguise
    {{31, 17}, {17}, {31, 17}},                  // leading repeated: a bias
    {{17}, {31, 17}, {31, 17}},                  //
    {{31, 17}, {31, 1}, {31, 17}},               // trailing repeated: a row's sum
    {{31, 1}, {31, 17}, {31, 17}},               //
    {{31, 1}, {1, 17}, {31, 17}},                // both repeated: an outer product
    {{1, 17}, {31, 1}, {31, 17}},                //
    {{2, 3, 5, 7}, {3, 1, 1}, {2, 3, 5, 7}},     // a channel's bias
    {{2, 1, 5, 1}, {1, 3, 1, 7}, {2, 3, 5, 7}},  // four dimensions that do not merge
    {{2, 3, 5, 7}, {2, 1, 5, 1}, {2, 3, 5, 7}},  //
    {{2, 3, 1, 5, 1, 7}, {5, 7, 7}, {2, 3, 1, 5, 7, 7}},
    {{2, 3, 4, 2, 3, 2}, {4, 2, 3, 2}, {2, 3, 4, 2, 3, 2}},  // six that merge into two
    {{300, 301}, {301}, {300, 301}},     // enough for all threads, cut within rows
    {{300, 301}, {300, 1}, {300, 301}},  //
    {{90'001}, {1}, {90'001}},           //
    {{0}, {1}, {0}},                     // nothing
    {{3, 0, 5}, {1, 1, 5}, {3, 0, 5}},   //
    {{0, 1}, {1, 0}, {0, 0}},            //
};

std::size_t count(const Sizes& sizes) {
  return static_cast<std::size_t>(
      std::accumulate(sizes.begin(), sizes.end(), Index{1}, std::multiplies<>()));
}

/// Where the operand's element for output element `at` stands, dimension by dimension.
std::size_t position(const Sizes& operand, const Sizes& output, std::size_t at) {
  std::size_t offset = 0, stride = 1;
  for (std::size_t back = 1; back <= output.size(); ++back) {
    const auto size = static_cast<std::size_t>(output[output.size() - back]);
    const std::size_t i = at % size;
    at /= size;
    if (back > operand.size()) continue;
    const auto own = static_cast<std::size_t>(operand[operand.size() - back]);
    if (own != 1) offset += i * stride;
    stride *= own;
  }
  return offset;
}

double exact(Binary f, double a, double b) {
  switch (f) {
    case Binary::add:
      return a + b;
    case Binary::subtract:
      return a - b;
    case Binary::multiply:
      return a * b;
    case Binary::divide:
      return a / b;
  }
  throw std::invalid_argument("no such function");
}

bool fit(const Sizes& a, const Sizes& b, Broadcast& result) {
  return broadcast(a.data(), static_cast<int>(a.size()), b.data(), static_cast<int>(b.size()),
                   result);
}

Broadcast fitted(const Shapes& shapes) {
  Broadcast result;
  REQUIRE(fit(shapes.a, shapes.b, result));
  return result;
}

std::string text(const Sizes& sizes) {
  std::string s = "(";
  for (const Index size : sizes) s += std::to_string(size) + ",";
  return s + ")";
}

/// Numbers between 0.5 and 2 with both signs, so that one can divide by them.
std::vector<float> operand(const Sizes& sizes, std::uint64_t seed) {
  std::vector<float> x = random_floats(count(sizes), seed, 0.5f, 2);
  for (std::size_t i = 0; i < x.size(); i += 3) x[i] = -x[i];
  return x;
}

}  // namespace

TEST_CASE("binary agrees with double precision in every pattern of broadcasting") {
  for (const auto& [where, binary] : PRIMER_EXECUTIONS(binary)) {
    for (const Shapes& shapes : all_patterns) {
      for (const Binary f : all_functions) {
        INFO(where.name << ", function " << static_cast<int>(f) << ", " << text(shapes.a) << " and "
                        << text(shapes.b));
        const std::vector<float> a = operand(shapes.a, 1), b = operand(shapes.b, 2);
        std::vector<double> expected(count(shapes.y));
        for (std::size_t i = 0; i < expected.size(); ++i) {
          expected[i] =
              exact(f, a[position(shapes.a, shapes.y, i)], b[position(shapes.b, shapes.y, i)]);
        }
        Array a_(where, a), b_(where, b), y(where, expected.size());
        binary(f, a_.data(), b_.data(), y.data(), fitted(shapes), {});
        CHECK(error(y.values(), expected) < 1e-7);
        if (shapes.a == shapes.y) {
          binary(f, a_.data(), b_.data(), a_.data(), fitted(shapes), {});
          CHECK(a_.values() == y.values());
        } else if (shapes.b == shapes.y) {
          binary(f, a_.data(), b_.data(), b_.data(), fitted(shapes), {});
          CHECK(b_.values() == y.values());
        }
      }
    }
  }
}

TEST_CASE("binary_backward agrees with finite differences in every pattern of broadcasting") {
  for (const auto& [where, binary_backward] : PRIMER_EXECUTIONS(binary_backward)) {
    for (const Shapes& shapes : all_patterns) {
      for (const Binary f : all_functions) {
        INFO(where.name << ", function " << static_cast<int>(f) << ", " << text(shapes.a) << " and "
                        << text(shapes.b));
        const std::vector<float> a = operand(shapes.a, 1), b = operand(shapes.b, 2);
        const std::vector<float> dy = random_floats(count(shapes.y), 3);
        std::vector<double> da(dy.size()), db(dy.size());
        for (std::size_t i = 0; i < dy.size(); ++i) {
          const double p = a[position(shapes.a, shapes.y, i)];
          const double q = b[position(shapes.b, shapes.y, i)];
          const double h = 1e-5;
          da[i] = dy[i] * (exact(f, p + h, q) - exact(f, p - h, q)) / (2 * h);
          db[i] = dy[i] * (exact(f, p, q + h) - exact(f, p, q - h)) / (2 * h);
        }
        const bool read = f == Binary::multiply || f == Binary::divide;
        Array a_(where, a), b_(where, b), dy_(where, dy);
        Array da_(where, dy.size()), db_(where, dy.size());
        binary_backward(f, read ? a_.data() : nullptr, read ? b_.data() : nullptr, dy_.data(),
                        da_.data(), db_.data(), fitted(shapes), {});
        CHECK(error(da_.values(), da) < 1e-6);
        CHECK(error(db_.values(), db) < 1e-6);

        // One at a time, and in place.
        Array in_place(where, dy);
        binary_backward(f, a_.data(), b_.data(), in_place.data(), in_place.data(), nullptr,
                        fitted(shapes), {});
        CHECK(in_place.values() == da_.values());
        binary_backward(f, a_.data(), b_.data(), dy_.data(), nullptr, dy_.data(), fitted(shapes),
                        {});
        CHECK(dy_.values() == db_.values());
      }
    }
  }
}

TEST_CASE("binary takes arrays that begin at any float") {
  for (const auto& [where, binary] : PRIMER_EXECUTIONS(binary)) {
    for (const Shapes& shapes : {Shapes{{6, 8}, {6, 8}, {6, 8}}, Shapes{{6, 8}, {8}, {6, 8}},
                                 Shapes{{6, 1}, {6, 8}, {6, 8}}}) {
      INFO(where.name << ", " << text(shapes.a) << " and " << text(shapes.b));
      const std::vector<float> a = operand(shapes.a, 1), b = operand(shapes.b, 2);
      Array a_(where, a), b_(where, b), y(where, 48);
      binary(Binary::divide, a_.data(), b_.data(), y.data(), fitted(shapes), {});
      const auto behind = [](std::vector<float> x) {
        x.insert(x.begin(), -77);
        return x;
      };
      Array shifted(where, behind(a)), shifted_y(where, 49);
      binary(Binary::divide, shifted.data() + 1, b_.data(), shifted_y.data() + 1, fitted(shapes),
             {});
      CHECK(shifted_y.values() == behind(y.values()));
    }
  }
}

TEST_CASE("binary passes NaN and Inf on") {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> a{std::nanf(""), 1, infinity, infinity, 1, 0};
  const std::vector<float> b{1, std::nanf(""), infinity, 2, 0, 0};
  for (const auto& [where, binary] : PRIMER_EXECUTIONS(binary)) {
    for (const Binary f : all_functions) {
      INFO(where.name << ", function " << static_cast<int>(f));
      Array a_(where, a), b_(where, b), y(where, a.size());
      binary(f, a_.data(), b_.data(), y.data(), fitted({{6}, {6}, {6}}), {});
      for (std::size_t i = 0; i < a.size(); ++i) {
        INFO(a[i] << " and " << b[i]);
        const auto expected = static_cast<float>(exact(f, a[i], b[i]));
        const float actual = y.values()[i];
        CHECK((actual == expected || (std::isnan(actual) && std::isnan(expected))));
      }
    }
  }
}

TEST_CASE("broadcast merges neighbouring dimensions that both operands walk alike") {
  CHECK(fitted({{3, 5, 7}, {3, 5, 7}, {}}).size == std::array<Index, 4>{1, 1, 1, 105});
  CHECK(fitted({{2, 3, 5, 7}, {5, 7}, {}}).size == std::array<Index, 4>{1, 1, 6, 35});
  CHECK(fitted({{2, 3, 5, 7}, {2, 3, 1, 1}, {}}).size == std::array<Index, 4>{1, 1, 6, 35});
  CHECK(fitted({{1, 1, 7}, {5, 1}, {}}).size == std::array<Index, 4>{1, 1, 5, 7});
  CHECK(fitted({{}, {9}, {}}).size == std::array<Index, 4>{1, 1, 1, 9});
}

TEST_CASE("broadcast refuses shapes that do not fit") {
  Broadcast result;
  CHECK_FALSE(fit({3}, {4}, result));
  CHECK_FALSE(fit({3, 4}, {3}, result));
  CHECK_FALSE(fit({2, 3, 4}, {3, 3, 4}, result));
  CHECK_FALSE(fit({0}, {2}, result));
  CHECK_FALSE(fit({3, 0, 4}, {3, 1, 5}, result));
  CHECK_FALSE(fit({3, 0, 4}, {2, 1, 4}, result));
  CHECK_FALSE(fit({2, 1, 2, 1, 2}, {1, 2, 1, 2, 1}, result));  // five that do not merge
}

TEST_CASE("binary gives the same bits with any number of threads") {
  const Shapes shapes{{300, 301}, {301}, {300, 301}};
  const std::vector<float> a = operand(shapes.a, 1), b = operand(shapes.b, 2);
  for (const auto& [where, binary] : PRIMER_EXECUTIONS(binary)) {
    for (const Binary f : all_functions) {
      std::vector<float> first;
      for (const int count : {1, 2, 3}) {
        INFO(where.name << ", function " << static_cast<int>(f) << ", threads " << count);
        const Threads threads(count);
        Array a_(where, a), b_(where, b), y(where, a.size());
        binary(f, a_.data(), b_.data(), y.data(), fitted(shapes), {});
        if (count == 1) first = y.values();
        CHECK(y.values() == first);
      }
    }
  }
}

TEST_CASE("binary_backward takes arrays that begin at any float") {
  for (const auto& [present, function] : PRIMER_EXECUTIONS(binary_backward)) {
    for (const Shapes& shapes : {Shapes{{6, 8}, {6, 8}, {6, 8}}, Shapes{{6, 8}, {8}, {6, 8}},
                                 Shapes{{6, 1}, {6, 8}, {6, 8}}}) {
      for (const Binary f : all_functions) {
        INFO(present.name << ", function " << static_cast<int>(f) << ", " << text(shapes.a)
                          << " and " << text(shapes.b));
        const auto gradients = [&, binary_backward = function](const Execution& where) {
          Array a(where, operand(shapes.a, 1)), b(where, operand(shapes.b, 2));
          Array dy(where, random_floats(48, 3)), da(where, 48), db(where, 48);
          binary_backward(f, a.data(), b.data(), dy.data(), da.data(), db.data(), fitted(shapes),
                          {});
          std::vector<float> both = da.values();
          const std::vector<float> second = db.values();
          both.insert(both.end(), second.begin(), second.end());
          return both;
        };
        CHECK(error_when_shifted(present, gradients) < 1e-7);
      }
    }
  }
}
