#include "cross_entropy.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace primer::exercise {
namespace {

/// log Σ exp(z), which is finite for all finite scores.
double log_of_sum(const std::vector<double>& z) {
  //! hole
  const double largest = *std::max_element(z.begin(), z.end());
  double sum = 0;
  for (const double score : z) sum += std::exp(score - largest);
  return largest + std::log(sum);
  //! end
}

}  // namespace

double cross_entropy(const Matrix& scores, const std::vector<int>& labels) {
  //! hole
  double sum = 0;
  for (std::size_t n = 0; n < scores.size(); ++n) {
    const auto right = static_cast<std::size_t>(labels[n]);
    sum += log_of_sum(scores[n]) - scores[n][right];
  }
  return sum / static_cast<double>(scores.size());
  //! end
}

Matrix cross_entropy_gradient(const Matrix& scores, const std::vector<int>& labels) {
  //! hole
  Matrix slopes = scores;
  for (std::size_t n = 0; n < scores.size(); ++n) {
    const double whole = log_of_sum(scores[n]);
    for (double& slope : slopes[n]) slope = std::exp(slope - whole);  // the probability
    slopes[n][static_cast<std::size_t>(labels[n])] -= 1;
    for (double& slope : slopes[n]) slope /= static_cast<double>(scores.size());
  }
  return slopes;
  //! end
}

}  // namespace primer::exercise
