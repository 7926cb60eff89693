#pragma once

#include "common/optim/optimizer.hpp"

namespace primer::optim {

struct AdamOptions {
  double learning_rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;
};

/// Kingma & Ba 2015 (arXiv:1412.6980), as torch.optim.Adam; its weight decay is added to the gradient.
class Adam : public Optimizer {
 public:
  Adam(std::vector<Group> groups, AdamOptions options) : Adam(std::move(groups), options, false) {}
  Adam(NamedTensors parameters, AdamOptions options)
      : Adam(std::vector<Group>{{std::move(parameters)}}, options) {}

 protected:
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
  AdamW(std::vector<Group> groups, AdamOptions options) : Adam(std::move(groups), options, true) {}
  AdamW(NamedTensors parameters, AdamOptions options)
      : AdamW(std::vector<Group>{{std::move(parameters)}}, options) {}
};

}  // namespace primer::optim
