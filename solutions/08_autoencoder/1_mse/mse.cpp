#include "mse.hpp"

#include <cstddef>

namespace primer::exercise {

double mse(const Pictures& drawn, const Pictures& original) {
  //! hole
  double sum = 0;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    for (std::size_t p = 0; p < drawn[i].size(); ++p) {
      const double error = drawn[i][p] - original[i][p];
      sum += error * error;
    }
  }
  return sum / static_cast<double>(drawn.size() * drawn[0].size());
  //! end
}

Pictures mse_gradient(const Pictures& drawn, const Pictures& original) {
  //! hole
  const double count = static_cast<double>(drawn.size() * drawn[0].size());
  Pictures slopes = drawn;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    for (std::size_t p = 0; p < drawn[i].size(); ++p) {
      slopes[i][p] = 2 * (drawn[i][p] - original[i][p]) / count;
    }
  }
  return slopes;
  //! end
}

}  // namespace primer::exercise
