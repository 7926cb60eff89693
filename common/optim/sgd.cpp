#include "common/optim/sgd.hpp"

#include <stdexcept>

#include "kernels/sgd/sgd.hpp"

namespace primer::optim {

SGD::SGD(std::vector<Group> groups, SGDOptions options)
    : Optimizer(std::move(groups), options.learning_rate,
                options.momentum == 0 ? std::vector<std::string>{}
                                      : std::vector<std::string>{"momentum_buffer"}),
      options_(options) {
  if (options.nesterov && options.momentum == 0)
    throw std::invalid_argument("SGD: Nesterov's form needs a momentum");
}

void SGD::update(const Tensor& weight, const Tensor& gradient, const std::vector<Tensor>& slots,
                 double learning_rate, Index step) const {
  ops::sgd.on(weight.device())(weight.data(), gradient.data(),
                               slots.empty() ? nullptr : slots[0].data(), weight.size(),
                               {.learning_rate = learning_rate,
                                .momentum = options_.momentum,
                                .weight_decay = options_.weight_decay,
                                .nesterov = options_.nesterov,
                                .first = step == 1},
                               {});
}

}  // namespace primer::optim
