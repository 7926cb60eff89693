// What stands at the edges of the contract: nothing, NaN, repeated calls, threads, and sizes that BLAS cannot count.

#include "kernels/gemm/problem_test.hpp"
//
#include <filesystem>
#include <stdexcept>

#include "common/testing/threads.hpp"

using namespace primer;
using namespace primer::testing;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

}  // namespace

TEST_CASE("gemm over an empty inner dimension leaves bias and activation of nothing") {
  for (const auto& [where, gemm] : all_gemms()) {
    for (const Index m : {1, 7, 3001}) {
      for (const bool accumulate : {false, true}) {
        INFO(where.name << ", m " << m << ", accumulate " << accumulate);
        const GemmProblem plain({m, 33, 0}, {.accumulate = accumulate});
        CHECK(error(plain.run(where, gemm), plain.expected()) == 0);
        const GemmProblem full({m, 33, 0}, {.accumulate = accumulate, .activation = Unary::tanh},
                               true);
        CHECK(error(full.run(where, gemm), full.expected()) < full.bound(where));
      }
    }
  }
}

TEST_CASE("gemm of an empty result touches nothing") {
  for (const auto& [where, gemm] : all_gemms()) {
    for (const GemmSizes& size : {GemmSizes{0, 5, 3}, GemmSizes{5, 0, 3}, GemmSizes{0, 0, 0}}) {
      for (const bool transpose : {false, true}) {
        const GemmProblem problem(size, {.transpose_a = transpose, .transpose_b = transpose}, true);
        CHECK(problem.run(where, gemm).empty());
      }
    }
  }
}

TEST_CASE("gemm lets NaN and Inf through and zero times Inf is NaN") {
  for (const auto& [where, gemm] : all_gemms()) {
    for (const GemmSizes& size : {GemmSizes{3, 4, 5}, GemmSizes{130, 140, 50}}) {
      INFO(where.name << ", m " << size.m);
      const auto [m, n, k] = size;
      GemmProblem problem(size);
      problem.a[count(1, k)] = not_a_number;   // row 1
      problem.a[count(2, k) + 1] = infinity;   // row 2, meets row 1 of b
      problem.b[count(1, n)] = 0;              // column 0
      problem.b[count(0, n) + 3] = -infinity;  // column 3
      const std::vector<double> expected = problem.expected();
      const std::vector<float> c = problem.run(where, gemm);
      CHECK(std::isnan(c[count(1, n) + 2]));
      CHECK(std::isnan(c[count(2, n)]));
      CHECK(std::isinf(c[count(2, n) + 1]));
      CHECK(std::isinf(c[3]));
      CHECK(error(c, expected) < problem.bound(where));
    }
  }
}

TEST_CASE("gemm repeats bit for bit") {
  for (const auto& [where, gemm] : all_gemms()) {
    for (const GemmSizes& size : parallel_sizes) {
      const GemmProblem problem(size, {.transpose_b = true, .activation = Unary::tanh}, true);
      CHECK(problem.run(where, gemm) == problem.run(where, gemm));
    }
  }
}

TEST_CASE("gemm called by every thread of a parallel region gives each its own product") {
  const Threads threads(3);
  const GemmProblem problem({97, 130, 64}, {}, true);
  std::vector<std::vector<float>> results(3, problem.c);
#pragma omp parallel for
  for (std::size_t i = 0; i < 3; ++i) {
    cpu::gemm(problem.a.data(), problem.b.data(), results[i].data(), problem.size,
              {.bias = problem.bias.data()}, {});
  }
  for (const std::vector<float>& result : results)
    CHECK(error(result, problem.expected()) < tolerance);
}

TEST_CASE("a small product starts no threads") {
  const auto running = [] {
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return std::distance(begin(tasks), end(tasks));
  };
  const auto before = running();
  const GemmProblem problem({32, 64, 64});
  CHECK(error(problem.run(on_cpu, cpu::gemm), problem.expected()) < tolerance);
  CHECK(running() == before);
}

TEST_CASE("gemm refuses sizes that BLAS cannot count") {
  const Index large = Index{1} << 31;
  for (const GemmSizes& size :
       {GemmSizes{large, 1, 1}, GemmSizes{1, large, 1}, GemmSizes{1, 1, large}}) {
    CHECK_THROWS_AS(cpu::gemm(nullptr, nullptr, nullptr, size, {}, {}), std::invalid_argument);
  }
}
