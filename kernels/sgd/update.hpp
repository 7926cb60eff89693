#pragma once
// One weight of a step of gradient descent, for every device.

#include "kernels/sgd/sgd.hpp"

namespace primer {

/// The formulas of SgdStep.
class SgdUpdate {
 public:
  /// Rounds the settings to single precision, in which a step is worked out.
  explicit SgdUpdate(const SgdStep& step)
      : rate_(static_cast<float>(step.learning_rate)),
        decay_(static_cast<float>(step.weight_decay)),
        momentum_(static_cast<float>(step.momentum)),
        direct_(step.nesterov ? 1.0f : 0.0f),
        carried_(step.nesterov ? momentum_ : 1.0f),
        first_(step.first) {}

  /// Moves the weight w, whose gradient is g, without momentum.
  PRIMER_HOST_DEVICE void operator()(float& w, float g) const { w -= rate_ * (g + decay_ * w); }

  /// With momentum, which moves the velocity too. In the first step it is written, not read.
  PRIMER_HOST_DEVICE void operator()(float& w, float g, float& velocity) const {
    const float gradient = g + decay_ * w;
    velocity = first_ ? gradient : momentum_ * velocity + gradient;
    w -= rate_ * (direct_ * gradient + carried_ * velocity);
  }

 private:
  float rate_, decay_, momentum_;
  float direct_, carried_;  // how much of the gradient and of the velocity goes into the step
  bool first_;
};

}  // namespace primer
