#include "common/train/numbers.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace primer::train {

double number(const Numbers& numbers, const std::string& name) {
  std::string present;
  for (const auto& [key, value] : numbers) {
    if (key == name) return value;
    present += present.empty() ? key : ", " + key;
  }
  throw std::invalid_argument(fmt::format("no number is called {}; there are: {}", name, present));
}

std::string shortest(double value) {
  return std::isnan(value) ? "nan"
                           : fmt::format("{}", value);  // NaN has a sign, but it means nothing
}

}  // namespace primer::train
