#include "principal_components.hpp"

#include <cmath>
#include <cstddef>
#include <numeric>
#include <random>

namespace primer::exercise {
namespace {

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// a += factor · b
void add(std::vector<double>& a, double factor, const std::vector<double>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += factor * b[i];
}

}  // namespace

PrincipalComponents principal_components(const Rows& x, int count) {
  //! hole
  const std::size_t size = x[0].size();
  const double share = 1 / static_cast<double>(x.size());
  PrincipalComponents result{std::vector<double>(size), {}, {}};
  for (const std::vector<double>& row : x) add(result.mean, share, row);

  Rows covariance(size, std::vector<double>(size));
  for (std::vector<double> row : x) {
    add(row, -1, result.mean);
    for (std::size_t i = 0; i < size; ++i) add(covariance[i], share * row[i], row);
  }

  std::mt19937_64 engine(1);
  std::uniform_real_distribution<double> start(-1, 1);
  for (int k = 0; k < count; ++k) {
    std::vector<double> axis(size);  // a start that no axis is at right angles to, but by a miracle
    for (double& value : axis) value = start(engine);
    double variance = 0;
    for (int round = 0; round < 1000; ++round) {
      std::vector<double> next(size);
      for (std::size_t i = 0; i < size; ++i) next[i] = dot(covariance[i], axis);
      for (const std::vector<double>& found : result.axes) add(next, -dot(next, found), found);
      variance = std::sqrt(dot(next, next));
      for (std::size_t i = 0; i < size; ++i) axis[i] = next[i] / variance;
    }
    result.axes.push_back(axis);
    result.variance.push_back(variance);
  }
  return result;
  //! end
}

Rows encode(const PrincipalComponents& components, const Rows& x) {
  //! hole
  Rows code(x.size(), std::vector<double>(components.axes.size()));
  for (std::size_t n = 0; n < x.size(); ++n) {
    std::vector<double> away = x[n];
    add(away, -1, components.mean);
    for (std::size_t k = 0; k < code[n].size(); ++k) code[n][k] = dot(away, components.axes[k]);
  }
  return code;
  //! end
}

Rows decode(const PrincipalComponents& components, const Rows& code) {
  //! hole
  Rows x(code.size(), components.mean);
  for (std::size_t n = 0; n < x.size(); ++n) {
    for (std::size_t k = 0; k < code[n].size(); ++k) add(x[n], code[n][k], components.axes[k]);
  }
  return x;
  //! end
}

double squared_error(const PrincipalComponents& components, const Rows& x) {
  //! hole
  const Rows redrawn = decode(components, encode(components, x));
  double sum = 0;
  for (std::size_t n = 0; n < x.size(); ++n) {
    std::vector<double> error = x[n];
    add(error, -1, redrawn[n]);
    sum += dot(error, error);
  }
  return sum / static_cast<double>(x.size() * x[0].size());
  //! end
}

}  // namespace primer::exercise
