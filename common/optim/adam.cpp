#include "common/optim/adam.hpp"

#include "kernels/adam/adam.hpp"

namespace primer::optim {

Adam::Adam(std::vector<Group> groups, AdamOptions options, bool decoupled)
    : Optimizer(std::move(groups), options.learning_rate, {"exp_avg", "exp_avg_sq"}),
      options_(options),
      decoupled_(decoupled) {}

void Adam::update(const Tensor& weight, const Tensor& gradient, const std::vector<Tensor>& slots,
                  double learning_rate, Index step) const {
  ops::adam.on(weight.device())(weight.data(), gradient.data(), slots[0].data(), slots[1].data(),
                                weight.size(),
                                {.learning_rate = learning_rate,
                                 .beta1 = options_.beta1,
                                 .beta2 = options_.beta2,
                                 .epsilon = options_.epsilon,
                                 .weight_decay = options_.weight_decay,
                                 .decoupled = decoupled_,
                                 .step = step},
                                {});
}

}  // namespace primer::optim
