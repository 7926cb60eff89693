#pragma once
// A few runs that differ by luck alone, in two numbers.

#include <span>

namespace primer::train {

/// The mean of a sample and its standard deviation, which is divided by n - 1.
struct Spread {
  double mean = 0;       ///< of the values
  double deviation = 0;  ///< 0 for a single value, which says nothing of the others
};

/// @throws std::invalid_argument when there is no value
Spread spread_of(std::span<const double> values);

}  // namespace primer::train
