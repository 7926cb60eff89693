#include "common/testing/numeric.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace primer::testing {

double error(std::span<const float> a, std::span<const double> b) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  if (a.size() != b.size()) return infinite;
  double largest = 0, difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::isnan(a[i]) != std::isnan(b[i])) return infinite;
    if (std::isnan(b[i]) || static_cast<double>(a[i]) == b[i]) continue;
    difference = std::max(difference, std::abs(a[i] - b[i]));
  }
  for (const double v : b) {
    if (std::isfinite(v)) largest = std::max(largest, std::abs(v));
  }
  return largest > 0 ? difference / largest : difference;
}

double error(std::span<const float> a, std::span<const float> b) { return error(a, to_double(b)); }

std::vector<float> random_floats(std::size_t n, std::uint64_t seed, float low, float high) {
  std::mt19937_64 engine(seed);
  std::vector<float> x(n);
  for (float& v : x) v = low + (high - low) * static_cast<float>(engine() >> 40) * 0x1p-24f;
  return x;
}

std::vector<double> to_double(std::span<const float> x) { return {x.begin(), x.end()}; }

std::vector<double> finite_differences(const std::function<double(const std::vector<double>&)>& f,
                                       std::vector<double> x, double h) {
  std::vector<double> slope(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double before = x[i];
    x[i] = before + h;
    const double above = f(x);
    x[i] = before - h;
    const double below = f(x);
    x[i] = before;
    slope[i] = (above - below) / (2 * h);
  }
  return slope;
}

std::vector<std::int64_t> awkward_sizes() {
  return {0, 1, 2, 3, 7, 8, 9, 13, 16, 31, 33, 64, 97, 255, 257};
}

}  // namespace primer::testing
