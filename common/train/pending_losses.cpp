#include "common/train/pending_losses.hpp"

#include <stdexcept>

namespace primer::train {
namespace {

// At 1 ms a step, a quarter of a second.
constexpr Index capacity = 256;

}  // namespace

void PendingLosses::add(const Tensor& loss, Index examples) {
  if (!losses_.defined() || losses_.device() != loss.device()) {
    if (!examples_.empty()) {
      throw std::invalid_argument("a loss on " + loss.device().str() + " among losses on " +
                                  losses_.device().str());
    }
    losses_ = Tensor({capacity}, loss.device());
  }
  const auto place = static_cast<Index>(examples_.size());
  losses_.rows(place, place + 1).copy_from(loss.detach().with_shape({1}));
  examples_.push_back(examples);
}

bool PendingLosses::full() const {
  if (examples_.empty()) return false;
  return losses_.device().kind == Device::Kind::cpu ||
         static_cast<Index>(examples_.size()) == capacity;
}

std::vector<PendingLosses::Read> PendingLosses::read() {
  std::vector<Read> result;
  if (examples_.empty()) return result;
  const Tensor on_cpu = losses_.rows(0, static_cast<Index>(examples_.size())).cpu();
  for (const float loss : on_cpu.values()) result.push_back({loss, examples_[result.size()]});
  examples_.clear();
  return result;
}

}  // namespace primer::train
