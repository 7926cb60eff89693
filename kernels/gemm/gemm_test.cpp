// Products of every size and form against double precision.

#include "kernels/gemm/problem_test.hpp"
//
#include "common/testing/threads.hpp"

using namespace primer;
using namespace primer::testing;

TEST_CASE("gemm agrees with double precision in all four transpose cases at awkward sizes") {
  for (const auto& [where, gemm] : all_gemms()) {
    for (const bool transpose_a : {false, true}) {
      for (const bool transpose_b : {false, true}) {
        for (const Index m : {1, 2, 7, 16, 33, 97}) {
          for (const Index n : {1, 3, 8, 31, 64, 97}) {
            for (const Index k : {1, 5, 16, 33, 130}) {
              // There each size has its turn, if not with all others.
              if (where.slow && (m + n + k) % 5 > 0) continue;
              INFO(where.name << " " << m << " x " << n << " x " << k << ", transposed "
                              << transpose_a << transpose_b);
              const GemmProblem problem({m, n, k},
                                        {.transpose_a = transpose_a, .transpose_b = transpose_b});
              CHECK(error(problem.run(where, gemm), problem.expected()) < problem.bound(where));
            }
          }
        }
      }
    }
  }
}

TEST_CASE("gemm agrees with double precision where c is large") {
  const GemmSizes size{601, 902, 9};
  for (const bool transpose : {false, true}) {
    const GemmProblem problem(size, {.transpose_a = transpose, .transpose_b = transpose}, true);
    const std::vector<double> expected = problem.expected();
    for (const auto& [where, gemm] : all_gemms()) {
      if (where.slow && !is_blocked(gemm)) continue;  // the others do not ask for the size
      INFO(where.name << ", transposed " << transpose);
      CHECK(error(problem.run(where, gemm), expected) < problem.bound(where));
    }
  }
}

TEST_CASE("gemm agrees with double precision where c is large and one factor is transposed") {
  for (const bool transpose_a : {false, true}) {
    const GemmProblem problem({772, 904, 12},
                              {.transpose_a = transpose_a, .transpose_b = !transpose_a}, true);
    const std::vector<double> expected = problem.expected();
    for (const auto& [where, gemm] : all_gemms()) {
      if (where.slow && !is_blocked(gemm)) continue;
      INFO(where.name << ", transposed " << transpose_a << !transpose_a);
      CHECK(error(problem.run(where, gemm), expected) < problem.bound(where));
    }
  }
}

TEST_CASE("gemm takes arrays that begin at any float") {
  for (const auto& [where, gemm] : all_gemms()) {
    for (const bool transpose : {false, true}) {
      const GemmProblem problem({68, 76, 36}, {.transpose_a = transpose, .transpose_b = transpose});
      const std::vector<float> expected = problem.run(where, gemm);
      for (const std::size_t offset : {1u, 2u, 3u}) {
        INFO(where.name << ", transposed " << transpose << ", offset " << offset);
        const auto behind = [&](std::vector<float> x) {
          x.insert(x.begin(), offset, -77);
          return x;
        };
        Array a(where, behind(problem.a)), b(where, behind(problem.b));
        Array c(where, behind(problem.c));
        gemm(a.data() + offset, b.data() + offset, c.data() + offset, problem.size, problem.options,
             {});
        CHECK(error(c.values(), behind(expected)) < tolerance);
      }
    }
  }
}

TEST_CASE("gemm adds a bias and applies each activation with and without accumulation") {
  for (const auto& [where, gemm] : all_gemms()) {
    for (const Unary f : {Unary::identity, Unary::relu, Unary::sigmoid, Unary::tanh, Unary::gelu}) {
      for (const bool with_bias : {false, true}) {
        for (const bool accumulate : {false, true}) {
          const Index inner = where.slow ? 4 : 64;
          for (const GemmSizes& size : {GemmSizes{13, 17, 9}, GemmSizes{128, 129, inner}}) {
            INFO(where.name << ", function " << static_cast<int>(f) << ", bias " << with_bias
                            << ", accumulate " << accumulate << ", m " << size.m);
            const GemmProblem problem(size, {.accumulate = accumulate, .activation = f}, with_bias);
            CHECK(error(problem.run(where, gemm), problem.expected()) < problem.bound(where));
          }
        }
      }
    }
  }
}

TEST_CASE("gemm agrees with double precision on one two and three threads") {
  for (const auto& [where, gemm] : PRIMER_EXECUTIONS(gemm)) {
    for (const int count : {1, 2, 3}) {
      const Threads threads(count);
      for (const GemmSizes& size : parallel_sizes) {
        for (const bool transpose : {false, true}) {
          INFO(where.name << ", threads " << count << ", m " << size.m);
          const GemmProblem problem(
              size,
              {.transpose_a = transpose, .transpose_b = !transpose, .activation = Unary::sigmoid},
              true);
          CHECK(error(problem.run(where, gemm), problem.expected()) < problem.bound(where));
        }
      }
    }
  }
}
