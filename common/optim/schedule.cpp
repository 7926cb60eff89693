#include "common/optim/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace primer::optim {

Schedule constant_schedule() {
  return [](Index) { return 1.0; };
}

Schedule step_schedule(Index interval, double factor) {
  if (interval < 1) throw std::invalid_argument("step_schedule: the interval must be at least 1");
  return [=](Index step) { return std::pow(factor, static_cast<double>(step / interval)); };
}

Schedule exponential_schedule(double factor) {
  return [=](Index step) { return std::pow(factor, static_cast<double>(step)); };
}

Schedule cosine_schedule(Index steps, double last) {
  if (steps < 1) throw std::invalid_argument("cosine_schedule: there must be at least one step");
  return [=](Index step) {
    const double done = static_cast<double>(std::min(step, steps)) / static_cast<double>(steps);
    return last + (1 - last) * (1 + std::cos(std::numbers::pi * done)) / 2;
  };
}

Schedule warmup_schedule(Index steps, Schedule next) {
  return [steps, next = std::move(next)](Index step) {
    return step < steps ? static_cast<double>(step + 1) / static_cast<double>(steps)
                        : next(step - steps);
  };
}

}  // namespace primer::optim
