#include "common/train/spread.hpp"

#include <cmath>
#include <stdexcept>

namespace primer::train {

Spread spread_of(std::span<const double> values) {
  if (values.empty()) throw std::invalid_argument("spread_of: there is no value");
  const auto n = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / n;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, values.size() > 1 ? std::sqrt(squares / (n - 1)) : 0};
}

}  // namespace primer::train
