#include "common/text/alias.hpp"

#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace primer::text {

AliasTable::AliasTable(std::span<const double> weights) {
  double sum = 0;
  for (const double weight : weights) {
    if (!(weight >= 0) || !std::isfinite(weight)) {
      throw std::invalid_argument("AliasTable: a weight is negative or not finite");
    }
    sum += weight;
  }
  if (!(sum > 0) || !std::isfinite(sum)) {
    throw std::invalid_argument("AliasTable: the weights add up to nothing");
  }

  // How full each column is, and which ones are under and over the brim
  const auto count = static_cast<double>(weights.size());
  std::vector<double> height;
  std::vector<std::int32_t> low, high;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    height.push_back(weights[i] / sum * count);
    (height[i] < 1 ? low : high).push_back(static_cast<std::int32_t>(i));
  }

  // Fill up a low column from a high one, which may be low after that
  constexpr std::uint32_t full = std::numeric_limits<std::uint32_t>::max();
  columns_.resize(weights.size());
  while (!low.empty() && !high.empty()) {
    const std::int32_t receiver = low.back(), giver = high.back();
    low.pop_back();
    const double own = height[static_cast<std::size_t>(receiver)];
    double& left = height[static_cast<std::size_t>(giver)];
    columns_[static_cast<std::size_t>(receiver)] = {static_cast<std::uint32_t>(own * 0x1p32),
                                                    receiver, giver};
    left -= 1 - own;
    if (left < 1) {
      high.pop_back();
      low.push_back(giver);
    }
  }
  for (const auto* rest : {&low, &high}) {
    for (const std::int32_t i : *rest) columns_[static_cast<std::size_t>(i)] = {full, i, i};
  }
}

std::vector<double> AliasTable::probabilities() const {
  std::vector<double> result(columns_.size(), 0);
  const auto count = static_cast<double>(columns_.size());
  for (const Column& column : columns_) {
    const double own = column.share / 0x1p32;
    result[static_cast<std::size_t>(column.own)] += own / count;
    result[static_cast<std::size_t>(column.other)] += (1 - own) / count;
  }
  return result;
}

}  // namespace primer::text
