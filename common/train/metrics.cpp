#include "common/train/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "common/autograd/node.hpp"
#include "common/autograd/operations.hpp"

namespace primer::train {
namespace {

double ratio(Index part, Index whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

Score score_of(Index hits, Index predicted, Index present) {
  return {ratio(hits, predicted), ratio(hits, present), ratio(2 * hits, predicted + present)};
}

}  // namespace

Confusion::Confusion(Index classes) : classes_(classes) {
  if (classes < 1) throw std::invalid_argument(fmt::format("Confusion: {} classes", classes));
  counts_.resize(static_cast<std::size_t>(classes * classes));
}

void Confusion::add(const IntTensor& labels, const IntTensor& predictions) {
  if (labels.shape() != predictions.shape()) {
    throw std::invalid_argument(fmt::format("Confusion: labels {} and predictions {}",
                                            labels.shape().str(), predictions.shape().str()));
  }
  const auto truths = labels.values(), guesses = predictions.values();
  const auto out_of_range = [this](std::int32_t c) { return c < 0 || c >= classes_; };
  for (const auto classes : {truths, guesses}) {
    const auto wrong = std::ranges::find_if(classes, out_of_range);
    if (wrong != classes.end()) {
      throw std::invalid_argument(
          fmt::format("Confusion: class {} is not in 0 to {}", *wrong, classes_ - 1));
    }
  }
  for (std::size_t i = 0; i < truths.size(); ++i) {
    ++counts_[static_cast<std::size_t>(truths[i] * classes_ + guesses[i])];
  }
}

Index Confusion::count(Index truth, Index predicted) const {
  if (std::min(truth, predicted) < 0 || std::max(truth, predicted) >= classes_) {
    throw std::invalid_argument(
        fmt::format("Confusion: no entry ({}, {}) for {} classes", truth, predicted, classes_));
  }
  return counts_[static_cast<std::size_t>(truth * classes_ + predicted)];
}

Index Confusion::total() const { return std::accumulate(counts_.begin(), counts_.end(), Index{0}); }

double Confusion::accuracy() const { return micro().recall; }

Score Confusion::score(Index of_class) const {
  Index predicted = 0, present = 0;
  for (Index other = 0; other < classes_; ++other) {
    predicted += count(other, of_class);
    present += count(of_class, other);
  }
  return score_of(count(of_class, of_class), predicted, present);
}

Score Confusion::macro() const {
  Score mean;
  for (Index c = 0; c < classes_; ++c) {
    const Score one = score(c);
    mean.precision += one.precision / static_cast<double>(classes_);
    mean.recall += one.recall / static_cast<double>(classes_);
    mean.f1 += one.f1 / static_cast<double>(classes_);
  }
  return mean;
}

Score Confusion::micro() const {
  Index hits = 0;
  for (Index c = 0; c < classes_; ++c) hits += count(c, c);
  return score_of(hits, total(), total());
}

Confusion classify(nn::Module& model, const data::Dataset& set, Index classes) {
  constexpr Index slice = 1000;
  const autograd::NoGrad off_the_tape;
  Confusion confusion(classes);
  for (Index begin = 0; begin < set.size(); begin += slice) {
    const data::Dataset rows = set.rows(begin, std::min(begin + slice, set.size()));
    confusion.add(rows.y, argmax(model(rows.x), 1).cpu());
  }
  return confusion;
}

}  // namespace primer::train
