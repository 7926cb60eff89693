#pragma once
// Plain gradient descent, with momentum where it is wanted.

#include "common/optim/optimizer.hpp"

namespace primer::optim {

/// What SGD is told; by default it is the plain w -= learning_rate · gradient.
struct SGDOptions {
  double learning_rate = 1e-2;  ///< a schedule and the groups scale it
  double momentum = 0;          ///< how much of the velocity is kept; 0: there is none
  double weight_decay = 0;      ///< times the weight, into the gradient
  bool nesterov = false;        ///< look ahead by one step of the velocity
};

/// Stochastic gradient descent with momentum (Sutskever, Martens, Dahl & Hinton 2013), as torch.optim.SGD.
class SGD : public Optimizer {
 public:
  /// @throws std::invalid_argument when Nesterov's form is asked for without momentum
  SGD(std::vector<Group> groups, SGDOptions options);
  /// All weights in one group; the same error.
  SGD(NamedTensors parameters, SGDOptions options)
      : SGD(std::vector<Group>{{std::move(parameters)}}, options) {}

 private:
  void update(const Tensor& weight, const Tensor& gradient, const std::vector<Tensor>& slots,
              double learning_rate, Index step) const override;

  SGDOptions options_;
};

}  // namespace primer::optim
