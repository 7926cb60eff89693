#include "kernels/gemm/gemm.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

#include "common/testing/catch.hpp"
#include "common/testing/execution.hpp"
#include "common/testing/numeric.hpp"
#include "common/testing/threads.hpp"
#include "kernels/gemm/ladder.hpp"

using namespace primer;
using namespace primer::testing;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

/// Float sums of up to 333 products, in any order.
constexpr double tolerance = 4e-6;

/// Tensor cores round each factor to TF32's 11 significant bits, by at most 2^-12 of itself, if they take the nearer
/// number, and twice that if they cut. A product is then off by 2^-10 of itself at most, and a sum by 2^-10 Σ|a b|.
constexpr std::string_view tensor_cores = "cuda, tensor cores";
constexpr double tf32_rounding = 0x1p-10;

/// Every gemm() that there is: one for each execution, and the rungs of the ladder. Those of a GPU that only it has come
/// last.
std::vector<Executable<decltype(cpu::gemm)>> all_gemms() {
  auto all = PRIMER_EXECUTIONS(gemm);
  const auto add = [&](Execution where, std::string_view name, decltype(cpu::gemm)* rung) {
    where.name = name;
    all.push_back({where, rung});
  };
  add(on_emulator, "emulated, naive", emulated::gemm_naive);
  add(on_emulator, "emulated, tiled", emulated::gemm_tiled);
#ifdef PRIMER_CUDA
  if (cuda::available()) {
    add(on_gpu, "cuda, naive", cuda::gemm_naive);
    add(on_gpu, "cuda, tiled", cuda::gemm_tiled);
    add(on_gpu, "cuda, blocked", cuda::gemm_blocked);
    add(on_gpu, tensor_cores, cuda::gemm_tensor_cores);
  }
#endif
  return all;
}

std::size_t count(Index rows, Index columns) { return static_cast<std::size_t>(rows * columns); }

double apply(Unary f, double x) {
  switch (f) {
    case Unary::relu:
      return x < 0 ? 0 : x;
    case Unary::sigmoid:
      return 1 / (1 + std::exp(-x));
    case Unary::tanh:
      return std::tanh(x);
    case Unary::gelu:
      return x * std::erfc(-x / std::sqrt(2.0)) / 2;
    default:
      return x;
  }
}

/// A product and what it should give. `options.bias` is set when the problem is run.
struct Problem {
  explicit Problem(const GemmSizes& sizes, const GemmOptions& choice = {}, bool with_bias = false)
      : size(sizes),
        options(choice),
        a(random_floats(count(size.m, size.k), 1)),
        b(random_floats(count(size.k, size.n), 2)),
        bias(random_floats(with_bias ? static_cast<std::size_t>(size.n) : 0, 3)),
        c(count(size.m, size.n), not_a_number) {
    if (options.accumulate) c = random_floats(c.size(), 4);
  }

  std::vector<double> expected() const {
    std::vector<double> result;
    for (Index i = 0; i < size.m; ++i) {
      for (Index j = 0; j < size.n; ++j) {
        const std::size_t at = result.size();
        double sum = options.accumulate ? c[at] : 0;
        for (Index p = 0; p < size.k; ++p) {
          const Index in_a = options.transpose_a ? p * size.m + i : i * size.k + p;
          const Index in_b = options.transpose_b ? j * size.k + p : p * size.n + j;
          sum += static_cast<double>(a[static_cast<std::size_t>(in_a)]) *
                 b[static_cast<std::size_t>(in_b)];
        }
        if (!bias.empty()) sum += bias[static_cast<std::size_t>(j)];
        result.push_back(apply(options.activation, sum));
      }
    }
    return result;
  }

  /// How far from expected() a result may be, in the sense of error().
  double bound(const Execution& where) const {
    if (where.name != tensor_cores) return tolerance;
    const auto largest = [](const std::vector<double>& x) {
      double result = 0;
      for (const double v : x) result = std::isfinite(v) ? std::max(result, std::abs(v)) : result;
      return result;
    };
    Problem sizes_of_products = *this;
    for (float& v : sizes_of_products.a) v = std::abs(v);
    for (float& v : sizes_of_products.b) v = std::abs(v);
    sizes_of_products.options.activation = Unary::identity;
    // No activation is steeper than 1.13.
    return tolerance +
           1.13 * tf32_rounding * largest(sizes_of_products.expected()) / largest(expected());
  }

  /// What gemm() makes of c, with one element more that it must not touch.
  template <class Gemm>
  std::vector<float> run(Execution where, Gemm* gemm) const {
    std::vector<float> guarded = c;
    guarded.push_back(-77);
    Array a_(where, a), b_(where, b), c_(where, guarded), bias_(where, bias);
    GemmOptions with_bias = options;
    with_bias.bias = bias_.data();
    gemm(a_.data(), b_.data(), c_.data(), size, with_bias, {});
    std::vector<float> result = c_.values();
    CHECK(result.back() == -77);
    result.pop_back();
    return result;
  }

  GemmSizes size;
  GemmOptions options;
  std::vector<float> a, b, bias, c;
};

const std::vector<GemmSizes> parallel_sizes{
    {97, 130, 64}, {1100, 20, 33}, {5, 700, 130}, {1, 999, 333}};

}  // namespace

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
              const Problem problem({m, n, k},
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
    const Problem problem(size, {.transpose_a = transpose, .transpose_b = transpose}, true);
    const std::vector<double> expected = problem.expected();
    for (const auto& [where, gemm] : all_gemms()) {
      if (where.slow && gemm != emulated::gemm) continue;  // the others do not ask for the size
      INFO(where.name << ", transposed " << transpose);
      CHECK(error(problem.run(where, gemm), expected) < problem.bound(where));
    }
  }
}

TEST_CASE("gemm agrees with double precision where c is large and one factor is transposed") {
  for (const bool transpose_a : {false, true}) {
    const Problem problem({772, 904, 12}, {.transpose_a = transpose_a, .transpose_b = !transpose_a},
                          true);
    const std::vector<double> expected = problem.expected();
    for (const auto& [where, gemm] : all_gemms()) {
      if (where.slow && gemm != emulated::gemm) continue;
      INFO(where.name << ", transposed " << transpose_a << !transpose_a);
      CHECK(error(problem.run(where, gemm), expected) < problem.bound(where));
    }
  }
}

TEST_CASE("gemm takes arrays that begin at any float") {
  for (const auto& [where, gemm] : all_gemms()) {
    for (const bool transpose : {false, true}) {
      const Problem problem({68, 76, 36}, {.transpose_a = transpose, .transpose_b = transpose});
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
            const Problem problem(size, {.accumulate = accumulate, .activation = f}, with_bias);
            CHECK(error(problem.run(where, gemm), problem.expected()) < problem.bound(where));
          }
        }
      }
    }
  }
}

TEST_CASE("gemm over an empty inner dimension leaves bias and activation of nothing") {
  for (const auto& [where, gemm] : all_gemms()) {
    for (const Index m : {1, 7, 3001}) {
      for (const bool accumulate : {false, true}) {
        INFO(where.name << ", m " << m << ", accumulate " << accumulate);
        const Problem plain({m, 33, 0}, {.accumulate = accumulate});
        CHECK(error(plain.run(where, gemm), plain.expected()) == 0);
        const Problem full({m, 33, 0}, {.accumulate = accumulate, .activation = Unary::tanh}, true);
        CHECK(error(full.run(where, gemm), full.expected()) < full.bound(where));
      }
    }
  }
}

TEST_CASE("gemm of an empty result touches nothing") {
  for (const auto& [where, gemm] : all_gemms()) {
    for (const GemmSizes& size : {GemmSizes{0, 5, 3}, GemmSizes{5, 0, 3}, GemmSizes{0, 0, 0}}) {
      for (const bool transpose : {false, true}) {
        const Problem problem(size, {.transpose_a = transpose, .transpose_b = transpose}, true);
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
      Problem problem(size);
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

TEST_CASE("gemm agrees with double precision on one two and three threads") {
  for (const auto& [where, gemm] : PRIMER_EXECUTIONS(gemm)) {
    for (const int count : {1, 2, 3}) {
      const Threads threads(count);
      for (const GemmSizes& size : parallel_sizes) {
        for (const bool transpose : {false, true}) {
          INFO(where.name << ", threads " << count << ", m " << size.m);
          const Problem problem(
              size,
              {.transpose_a = transpose, .transpose_b = !transpose, .activation = Unary::sigmoid},
              true);
          CHECK(error(problem.run(where, gemm), problem.expected()) < problem.bound(where));
        }
      }
    }
  }
}

TEST_CASE("gemm repeats bit for bit") {
  for (const auto& [where, gemm] : all_gemms()) {
    for (const GemmSizes& size : parallel_sizes) {
      const Problem problem(size, {.transpose_b = true, .activation = Unary::tanh}, true);
      CHECK(problem.run(where, gemm) == problem.run(where, gemm));
    }
  }
}

TEST_CASE("gemm called by every thread of a parallel region gives each its own product") {
  const Threads threads(3);
  const Problem problem({97, 130, 64}, {}, true);
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
  const Problem problem({32, 64, 64});
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
