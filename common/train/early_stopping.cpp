#include "common/train/early_stopping.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace primer::train {

EarlyStopping::EarlyStopping(EarlyStoppingOptions options) : options_(std::move(options)) {
  if (options_.patience < 1 || !(options_.min_improvement >= 0)) {
    throw std::invalid_argument(fmt::format("EarlyStopping: patience {}, min_improvement {}",
                                            options_.patience, options_.min_improvement));
  }
}

bool EarlyStopping::improved(Index epoch, const Numbers& numbers) {
  const double value = number(numbers, options_.measure);
  const double gain = options_.better == EarlyStoppingOptions::Better::lower ? state_.best - value
                                                                             : value - state_.best;
  const bool first = std::isnan(state_.best) && !std::isnan(value);
  if (!first && !(gain > options_.min_improvement)) {
    ++state_.epochs_without;
    return false;
  }
  state_ = {.best = value, .best_epoch = epoch, .epochs_without = 0};
  return true;
}

}  // namespace primer::train
