#pragma once

#include "common/optim/optimizer.hpp"

namespace primer::optim {

struct SGDOptions {
  double learning_rate = 1e-2;
  double momentum = 0;
  double weight_decay = 0;
  bool nesterov = false;
};

/// Stochastic gradient descent with momentum (Sutskever, Martens, Dahl & Hinton 2013), as torch.optim.SGD.
class SGD : public Optimizer {
 public:
  /// @throws std::invalid_argument when Nesterov's form is asked for without momentum
  SGD(std::vector<Group> groups, SGDOptions options);
  SGD(NamedTensors parameters, SGDOptions options)
      : SGD(std::vector<Group>{{std::move(parameters)}}, options) {}

 private:
  void update(const Tensor& weight, const Tensor& gradient, const std::vector<Tensor>& slots,
              double learning_rate, Index step) const override;

  SGDOptions options_;
};

}  // namespace primer::optim
