#pragma once
// Matrix products and what they should give.

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

#include "common/testing/catch.hpp"
#include "common/testing/execution.hpp"
#include "common/testing/numeric.hpp"
#include "kernels/gemm/gemm.hpp"
#include "kernels/gemm/ladder.hpp"

namespace primer::testing {

/// Float sums of up to 333 products, in any order.
inline constexpr double tolerance = 4e-6;

/// Tensor cores round each factor to TF32's 11 significant bits, by at most 2^-12 of itself, if they take the nearer
/// number, and twice that if they cut. A product is then off by 2^-10 of itself at most, and a sum by 2^-10 Σ|a b|.
inline constexpr std::string_view tensor_cores = "cuda, tensor cores";
inline constexpr double tf32_rounding = 0x1p-10;

/// Every gemm() that there is: one for each execution, and the rungs of the ladder. Those of a GPU that only it has come
/// last.
inline std::vector<Executable<decltype(cpu::gemm)>> all_gemms() {
  auto all = PRIMER_EXECUTIONS(gemm);
  const auto add = [&](Execution where, std::string_view name, decltype(cpu::gemm)* rung) {
    where.name = name;
    if (wanted(where)) all.push_back({where, rung});
  };
  add(on_emulator, "emulated, naive", emulated::gemm_naive);
  add(on_emulator, "emulated, tiled", emulated::gemm_tiled);
#ifdef PRIMER_CHECKED_KERNELS
  add(on_checked, "emulated, watched, naive", checked::gemm_naive);
  add(on_checked, "emulated, watched, tiled", checked::gemm_tiled);
#endif
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

/// Whether it is the third rung, which alone asks for the size of c.
inline bool is_blocked(decltype(cpu::gemm)* gemm) {
#ifdef PRIMER_CHECKED_KERNELS
  if (gemm == checked::gemm) return true;
#endif
  return gemm == emulated::gemm;
}

inline std::size_t count(Index rows, Index columns) {
  return static_cast<std::size_t>(rows * columns);
}

inline double apply(Unary f, double x) {
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
struct GemmProblem {
  explicit GemmProblem(const GemmSizes& sizes, const GemmOptions& choice = {},
                       bool with_bias = false)
      : size(sizes),
        options(choice),
        a(random_floats(count(size.m, size.k), 1)),
        b(random_floats(count(size.k, size.n), 2)),
        bias(random_floats(with_bias ? static_cast<std::size_t>(size.n) : 0, 3)),
        c(count(size.m, size.n), std::numeric_limits<float>::quiet_NaN()) {
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
    GemmProblem sizes_of_products = *this;
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

inline const std::vector<GemmSizes> parallel_sizes{
    {97, 130, 64}, {1100, 20, 33}, {5, 700, 130}, {1, 999, 333}};

}  // namespace primer::testing
