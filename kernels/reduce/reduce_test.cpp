#include "common/testing/catch.hpp"
//
#include <cmath>

#include "common/testing/execution.hpp"
#include "common/testing/threads.hpp"
#include "kernels/reduce/sizes_test.hpp"

using namespace primer;
using namespace primer::testing;

namespace {

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
    for (const ReduceSizes& sizes : all_reduce_sizes()) {
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
