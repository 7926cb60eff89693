#pragma once
// Adam: each weight gets a step of its own.

#include "common/optim/optimizer.hpp"

namespace primer::optim {

/// What Adam and AdamW are told, with the defaults of the paper and no weight decay.
struct AdamOptions {
  double learning_rate = 1e-3;  ///< α in the paper; a schedule and the groups scale it
  double beta1 = 0.9;           ///< how much of the running mean of gradients is kept
  double beta2 = 0.999;         ///< how much of the running mean of squares is kept
  double epsilon = 1e-8;        ///< added to the root, so that nothing is divided by zero
  double weight_decay = 0;      ///< Adam: times the weight, into the gradient; AdamW: see there
};

/// Kingma & Ba 2015 (arXiv:1412.6980), as torch.optim.Adam; its weight decay is added to the gradient.
class Adam : public Optimizer {
 public:
  /// @throws std::invalid_argument when a name occurs twice or the learning rate is negative or not
  /// finite
  Adam(std::vector<Group> groups, AdamOptions options) : Adam(std::move(groups), options, false) {}
  /// All weights in one group; the same errors.
  Adam(NamedTensors parameters, AdamOptions options)
      : Adam(std::vector<Group>{{std::move(parameters)}}, options) {}

 protected:
  /// @param decoupled whether the decay acts on the weights, as AdamW has it, or on the gradients
  Adam(std::vector<Group> groups, AdamOptions options, bool decoupled);

 private:
  void update(const Tensor& weight, const Tensor& gradient, const std::vector<Tensor>& slots,
              double learning_rate, Index step) const override;

  AdamOptions options_;
  bool decoupled_;
};

/// Adam whose weight decay acts on the weights themselves: Loshchilov & Hutter 2019 (arXiv:1711.05101), as
/// torch.optim.AdamW, but for the decay, which is 0 unless given.
class AdamW : public Adam {
 public:
  /// The weights shrink by learning rate · weight_decay at each step. The errors are Adam's.
  AdamW(std::vector<Group> groups, AdamOptions options) : Adam(std::move(groups), options, true) {}
  /// All weights in one group; the same errors.
  AdamW(NamedTensors parameters, AdamOptions options)
      : AdamW(std::vector<Group>{{std::move(parameters)}}, options) {}
};

}  // namespace primer::optim
