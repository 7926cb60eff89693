#include "kernels/reduce/reduce.hpp"

#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
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

const std::vector<Reduction> all_reductions{Reduction::sum, Reduction::mean, Reduction::max,
                                            Reduction::sum_of_squares};

std::vector<ReduceSizes> all_sizes() {
  std::vector<ReduceSizes> sizes{
      {1, 100'003, 1},                                // all of an array, in several blocks
      {3, 20'011, 1},  {128, 97, 1},  {2003, 33, 1},  // rows
      {1, 128, 784},   {1, 4099, 7},  {1, 3, 5003},  {1, 301, 97},  // columns
      {5, 67, 13},     {2, 65, 1031}, {1, 64, 2},    {7, 1, 3},     // both
      {0, 3, 5},       {3, 0, 5},     {3, 5, 0},     {1, 0, 1},     // nothing
  };
  for (const Index n : awkward_sizes()) {
    sizes.push_back({1, n, 1});
    sizes.push_back({3, n, 1});
    sizes.push_back({1, n, 5});
    sizes.push_back({2, 3, n});
  }
  return sizes;
}

std::size_t input_count(const ReduceSizes& s) {
  return static_cast<std::size_t>(s.outer * s.middle * s.inner);
}
std::size_t output_count(const ReduceSizes& s) {
  return static_cast<std::size_t>(s.outer * s.inner);
}

std::string text(const ReduceSizes& s) {
  std::ostringstream line;
  line << "(" << s.outer << ", " << s.middle << ", " << s.inner << ")";
  return line.str();
}

/// The elements that become output i, in their order.
std::vector<std::size_t> terms(const ReduceSizes& s, std::size_t i) {
  const Index o = static_cast<Index>(i) / s.inner, j = static_cast<Index>(i) % s.inner;
  std::vector<std::size_t> positions;
  for (Index m = 0; m < s.middle; ++m) {
    positions.push_back(static_cast<std::size_t>((o * s.middle + m) * s.inner + j));
  }
  return positions;
}

template <class T>
double exact(Reduction reduction, const std::vector<T>& x, const std::vector<std::size_t>& terms) {
  double sum = 0, squares = 0, largest = -infinity;
  for (const std::size_t i : terms) {
    const double v = x[i];
    sum += v;
    squares += v * v;
    largest = std::isnan(largest) || v <= largest ? largest : v;
  }
  switch (reduction) {
    case Reduction::sum:
      return sum;
    case Reduction::mean:
      return sum / static_cast<double>(terms.size());
    case Reduction::max:
      return largest;
    case Reduction::sum_of_squares:
      return squares;
  }
  throw std::invalid_argument("no such reduction");
}

/// Runs reduce() with a workspace of exactly the promised size.
std::vector<float> reduced(const Executable<decltype(cpu::reduce)>& execution, Reduction reduction,
                           const std::vector<float>& x, const ReduceSizes& sizes) {
  const Execution& where = execution.where;
  Array x_(where, x), y(where, output_count(sizes));
  Array workspace(where, static_cast<std::size_t>(reduce_workspace(sizes)));
  execution.function(reduction, x_.data(), y.data(), sizes, workspace.data(), {});
  return y.values();
}

}  // namespace

TEST_CASE("reduce agrees with double precision over any dimension") {
  for (const auto& reduce : PRIMER_EXECUTIONS(reduce)) {
    for (const ReduceSizes& sizes : all_sizes()) {
      const std::vector<float> x = random_floats(input_count(sizes), 1, -1, 2);
      for (const Reduction reduction : all_reductions) {
        INFO(reduce.where.name << ", reduction " << static_cast<int>(reduction) << ", "
                               << text(sizes));
        std::vector<double> expected(output_count(sizes));
        for (std::size_t i = 0; i < expected.size(); ++i) {
          expected[i] = exact(reduction, x, terms(sizes, i));
        }
        CHECK(error(reduced(reduce, reduction, x, sizes), expected) < 1e-6);
      }
    }
  }
}

TEST_CASE("reduce loses no digits in long sums") {
  // One by one in float, these sums are off by more than a thousandth.
  for (const auto& reduce : PRIMER_EXECUTIONS(reduce)) {
    const Index length = reduce.where.slow ? 300'000 : 3'000'000;
    const auto n = static_cast<std::size_t>(length);
    const std::vector<float> x = random_floats(n, 1, 0.1f, 0.3f);
    for (const ReduceSizes& sizes : {ReduceSizes{1, length, 1}, ReduceSizes{1, length / 3, 3}}) {
      INFO(reduce.where.name << ", " << text(sizes));
      std::vector<double> expected(output_count(sizes));
      for (std::size_t i = 0; i < n; ++i) expected[i % expected.size()] += x[i];
      CHECK(error(reduced(reduce, Reduction::sum, x, sizes), expected) < 3e-7);
    }
  }
}

TEST_CASE("reduce lets NaN win and takes Inf as arithmetic does") {
  for (const auto& reduce : PRIMER_EXECUTIONS(reduce)) {
    for (const ReduceSizes& sizes : {ReduceSizes{1, 50, 1}, ReduceSizes{1, 50, 40}}) {
      for (const Index special : {0, 1, 37, 49}) {
        INFO(reduce.where.name << ", " << text(sizes) << ", special value at " << special);
        std::vector<float> x(input_count(sizes), 1);
        const auto at = static_cast<std::size_t>(special * sizes.inner);
        for (const Reduction reduction : all_reductions) {
          x[at] = not_a_number;
          CHECK(std::isnan(reduced(reduce, reduction, x, sizes)[0]));
          x[at] = infinity;
          CHECK(reduced(reduce, reduction, x, sizes)[0] == infinity);
        }
        x[at] = -infinity;
        CHECK(reduced(reduce, Reduction::sum, x, sizes)[0] == -infinity);
        CHECK(reduced(reduce, Reduction::max, x, sizes)[0] == 1);
        x.assign(x.size(), -infinity);
        CHECK(reduced(reduce, Reduction::max, x, sizes)[0] == -infinity);
      }
    }
  }
}

TEST_CASE("reduce of nothing is zero or NaN or minus infinity") {
  for (const auto& reduce : PRIMER_EXECUTIONS(reduce)) {
    for (const ReduceSizes& sizes : {ReduceSizes{2, 0, 1}, ReduceSizes{1, 0, 2}}) {
      CHECK(reduced(reduce, Reduction::sum, {}, sizes) == std::vector<float>{0, 0});
      CHECK(reduced(reduce, Reduction::sum_of_squares, {}, sizes) == std::vector<float>{0, 0});
      CHECK(reduced(reduce, Reduction::max, {}, sizes) == std::vector<float>{-infinity, -infinity});
      CHECK(std::isnan(reduced(reduce, Reduction::mean, {}, sizes)[0]));
      CHECK(std::isnan(reduced(reduce, Reduction::mean, {}, sizes)[1]));
    }
  }
}

TEST_CASE("reduce_backward agrees with finite differences") {
  for (const auto& [where, reduce_backward] : PRIMER_EXECUTIONS(reduce_backward)) {
    for (const ReduceSizes& sizes :
         {ReduceSizes{1, 31, 1}, ReduceSizes{3, 7, 1}, ReduceSizes{1, 5, 9}, ReduceSizes{2, 3, 5},
          ReduceSizes{2, 1, 3}, ReduceSizes{3, 0, 2}}) {
      for (const Reduction reduction : all_reductions) {
        INFO(where.name << ", reduction " << static_cast<int>(reduction) << ", " << text(sizes));
        const std::vector<float> x = random_floats(input_count(sizes), 1);
        const std::vector<float> dy = random_floats(output_count(sizes), 2);
        const auto loss = [&](const std::vector<double>& v) {
          double total = 0;
          for (std::size_t i = 0; i < dy.size(); ++i) {
            total += dy[i] * exact(reduction, v, terms(sizes, i));
          }
          return total;
        };
        const bool read = reduction == Reduction::max || reduction == Reduction::sum_of_squares;
        Array x_(where, x), dy_(where, dy), dx(where, x.size());
        reduce_backward(reduction, read ? x_.data() : nullptr, dy_.data(), dx.data(), sizes, {});
        CHECK(error(dx.values(), finite_differences(loss, to_double(x))) < 1e-6);
      }
    }
  }
}

TEST_CASE("reduce_backward of large arrays agrees with plain loops") {
  for (const auto& [where, reduce_backward] : PRIMER_EXECUTIONS(reduce_backward)) {
    for (const ReduceSizes& sizes :
         {ReduceSizes{1, 100'003, 1}, ReduceSizes{301, 307, 1}, ReduceSizes{1, 61, 2053}}) {
      const std::vector<float> x = random_floats(input_count(sizes), 1);
      const std::vector<float> dy = random_floats(output_count(sizes), 2);
      for (const Reduction reduction : all_reductions) {
        INFO(where.name << ", reduction " << static_cast<int>(reduction) << ", " << text(sizes));
        std::vector<double> expected(x.size());
        for (std::size_t i = 0; i < dy.size(); ++i) {
          const double largest = exact(Reduction::max, x, terms(sizes, i));
          for (const std::size_t at : terms(sizes, i)) {
            const double slope = reduction == Reduction::sum    ? 1
                                 : reduction == Reduction::mean ? 1.0 / double(sizes.middle)
                                 : reduction == Reduction::max  ? x[at] == largest
                                                                : 2.0 * x[at];
            expected[at] = dy[i] * slope;
          }
        }
        Array x_(where, x), dy_(where, dy), dx(where, x.size());
        reduce_backward(reduction, x_.data(), dy_.data(), dx.data(), sizes, {});
        CHECK(error(dx.values(), expected) < 1e-6);
      }
    }
  }
}

TEST_CASE("the gradient of a maximum goes to the first of equals and to the first NaN") {
  for (const auto& [where, reduce_backward] : PRIMER_EXECUTIONS(reduce_backward)) {
    for (const Index inner : {1, 2}) {
      const std::vector<float> rows[] = {{1, 3, 3, 2}, {5, not_a_number, 7, not_a_number}};
      const std::size_t first[] = {1, 1};
      for (int i = 0; i < 2; ++i) {
        INFO(where.name << ", row " << i << ", inner " << inner);
        std::vector<float> x, expected;
        for (std::size_t m = 0; m < 4; ++m) {
          for (Index j = 0; j < inner; ++j) {
            x.push_back(rows[i][m]);
            expected.push_back(m == first[i] ? 8.0f : 0.0f);
          }
        }
        Array x_(where, x), dx(where, x.size());
        Array dy(where, std::vector<float>(static_cast<std::size_t>(inner), 8));
        reduce_backward(Reduction::max, x_.data(), dy.data(), dx.data(), {1, 4, inner}, {});
        CHECK(dx.values() == expected);
      }
    }
  }
}

TEST_CASE("argmax finds the first of equals") {
  for (const auto& [where, argmax] : PRIMER_EXECUTIONS(argmax)) {
    for (const ReduceSizes& sizes : all_sizes()) {
      if (sizes.middle == 0) continue;
      INFO(where.name << ", " << text(sizes));
      std::vector<float> x = random_floats(input_count(sizes), 3, -8, 8);
      for (float& v : x) v = std::floor(v);  // many equals
      std::vector<std::int32_t> expected;
      for (std::size_t i = 0; i < output_count(sizes); ++i) {
        const std::vector<std::size_t> candidates = terms(sizes, i);
        std::size_t best = 0;
        for (std::size_t m = 1; m < candidates.size(); ++m) {
          if (x[candidates[m]] > x[candidates[best]]) best = m;
        }
        expected.push_back(static_cast<std::int32_t>(best));
      }
      Array x_(where, x);
      Array<std::int32_t> y(where, expected.size());
      argmax(x_.data(), y.data(), sizes, {});
      CHECK(y.values() == expected);
    }
  }
}

TEST_CASE("argmax finds the first NaN and the first of a row of minus infinities") {
  for (const auto& [where, argmax] : PRIMER_EXECUTIONS(argmax)) {
    Array x(where, std::vector{1.0f, 9.0f, not_a_number, not_a_number, -infinity, -infinity,
                               -infinity, -infinity});
    Array<std::int32_t> y(where, 4);
    argmax(x.data(), y.data(), {2, 4, 1}, {});
    CHECK(y.values()[0] == 2);
    CHECK(y.values()[1] == 0);
    argmax(x.data(), y.data(), {1, 2, 4}, {});
    CHECK(y.values() == std::vector<std::int32_t>{0, 0, 0, 0});
    argmax(x.data(), y.data(), {1, 4, 2}, {});
    CHECK(y.values()[0] == 1);
    CHECK(y.values()[1] == 1);
  }
}

TEST_CASE("reduce gives the same bits wherever its input begins") {
  for (const auto& reduce : PRIMER_EXECUTIONS(reduce)) {
    for (const ReduceSizes& sizes : {ReduceSizes{1, 20'012, 1}, ReduceSizes{9, 52, 1}}) {
      INFO(reduce.where.name << ", " << text(sizes));
      std::vector<float> x = random_floats(input_count(sizes), 1);
      const std::vector<float> expected = reduced(reduce, Reduction::sum, x, sizes);
      x.insert(x.begin(), -77);
      Array x_(reduce.where, x), y(reduce.where, output_count(sizes));
      Array workspace(reduce.where, static_cast<std::size_t>(reduce_workspace(sizes)));
      reduce.function(Reduction::sum, x_.data() + 1, y.data(), sizes, workspace.data(), {});
      CHECK(y.values() == expected);
    }
  }
}

TEST_CASE("reduce gives the same bits with any number of threads") {
  for (const auto& reduce : PRIMER_EXECUTIONS(reduce)) {
    for (const ReduceSizes& sizes :
         {ReduceSizes{1, 100'003, 1}, ReduceSizes{301, 307, 1}, ReduceSizes{1, 301, 307}}) {
      const std::vector<float> x = random_floats(input_count(sizes), 1);
      for (const Reduction reduction : all_reductions) {
        std::vector<float> first;
        for (const int count : {1, 2, 3}) {
          INFO(reduce.where.name << ", reduction " << static_cast<int>(reduction) << ", "
                                 << text(sizes) << ", threads " << count);
          const Threads threads(count);
          const std::vector<float> y = reduced(reduce, reduction, x, sizes);
          if (count == 1) first = y;
          CHECK(y == first);
        }
      }
    }
  }
}
