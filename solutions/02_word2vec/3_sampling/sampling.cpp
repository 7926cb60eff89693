#include "sampling.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace primer::exercise {

std::vector<double> keep_probabilities(const std::vector<std::int64_t>& counts, double t) {
  //! hole
  const double all =
      static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
  std::vector<double> result;
  for (const std::int64_t count : counts) {
    const double share = static_cast<double>(count) / all;
    result.push_back(std::min(1.0, std::sqrt(t / share) + t / share));
  }
  return result;
  //! end
}

std::vector<double> noise_probabilities(const std::vector<std::int64_t>& counts, double power) {
  //! hole
  std::vector<double> result;
  double sum = 0;
  for (const std::int64_t count : counts) {
    result.push_back(std::pow(static_cast<double>(count), power));
    sum += result.back();
  }
  for (double& probability : result) probability /= sum;
  return result;
  //! end
}

int spin(const std::vector<double>& probabilities, double at) {
  //! hole
  double end = 0;
  int last = 0;  // with a probability, should rounding leave a gap before 1
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    end += probabilities[i];
    if (probabilities[i] > 0) last = static_cast<int>(i);
    if (at < end) return static_cast<int>(i);
  }
  return last;
  //! end
}

}  // namespace primer::exercise
