#pragma once
// One weight of a step of Adam, for every device.

#include <cmath>

#include "kernels/adam/adam.hpp"

namespace primer {

/// The formulas of cpu::adam(). Everything that depends on the step alone is worked out once, in
/// double precision, as PyTorch does.
class AdamUpdate {
 public:
  /// For this step, whose number is at least 1; both betas are in [0, 1).
  explicit AdamUpdate(const AdamStep& step)
      : beta1_(static_cast<float>(step.beta1)),
        rest1_(static_cast<float>(1 - step.beta1)),
        beta2_(static_cast<float>(step.beta2)),
        rest2_(static_cast<float>(1 - step.beta2)),
        epsilon_(static_cast<float>(step.epsilon)),
        added_(static_cast<float>(step.decoupled ? 0 : step.weight_decay)),
        kept_(static_cast<float>(step.decoupled ? 1 - step.learning_rate * step.weight_decay : 1)) {
    const auto t = static_cast<double>(step.step);
    size_ = static_cast<float>(step.learning_rate / (1 - std::pow(step.beta1, t)));
    scale_ = static_cast<float>(1 / std::sqrt(1 - std::pow(step.beta2, t)));
  }

  /// Moves the weight w, whose gradient is g, and its moments m and v, which are 0 before
  /// the first step.
  PRIMER_HOST_DEVICE void operator()(float& w, float g, float& m, float& v) const {
    const float gradient = g + added_ * w;
    m = beta1_ * m + rest1_ * gradient;
    v = beta2_ * v + rest2_ * gradient * gradient;
    w = kept_ * w - size_ * m / (std::sqrt(v) * scale_ + epsilon_);
  }

 private:
  float beta1_, rest1_, beta2_, rest2_, epsilon_;
  float size_, scale_;  // learning rate and √v with their corrections
  float added_, kept_;  // weight decay through the gradient, and past it
};

}  // namespace primer
