#include "common/nn/layers.hpp"

#include <stdexcept>
#include <string>
#include <typeinfo>
#include <utility>

#include "common/autograd/linear.hpp"
#include "common/nn/init.hpp"

namespace primer::nn {

namespace {

thread_local Device device_of_weights;

}  // namespace

WeightsOn::WeightsOn(Device device) : before_(std::exchange(device_of_weights, device)) {}
WeightsOn::~WeightsOn() { device_of_weights = before_; }
Device WeightsOn::device() { return device_of_weights; }

Linear::Linear(Index in, Index out, Generator& random, bool with_bias)
    : weight({out, in}, WeightsOn::device()) {
  init::pytorch_default(weight, in, random);
  weight.requires_grad_();
  if (with_bias) {
    bias = Tensor({out}, WeightsOn::device());
    init::pytorch_default(bias, in, random);
    bias.requires_grad_();
  }
}

Tensor Linear::forward(const Tensor& x, Unary activation) const {
  return linear(x, weight, bias, activation);
}

void Linear::each_part(PartsVisitor& visitor) {
  visitor.parameter("weight", weight);
  if (bias.defined()) visitor.parameter("bias", bias);
}

Dropout::Dropout(float p, Generator& random) : p_(p), random_(&random) {
  if (!(p >= 0 && p <= 1))
    throw std::invalid_argument("Dropout: the probability " + std::to_string(p) +
                                " is not in [0, 1]");
}

namespace {

// The module as an M, or null where it is something else. What is derived from M may have a forward() of its own.
template <class M>
const M* exactly(const Module& module) {
  return typeid(module) == typeid(M) ? static_cast<const M*>(&module) : nullptr;
}

// The activation that can be applied by the Linear before it, or the identity.
Unary fusible(const Module& module) {
  const auto* activation = exactly<Activation>(module);
  return activation != nullptr && can_be_fused(activation->function()) ? activation->function()
                                                                       : Unary::identity;
}

}  // namespace

Tensor Sequential::forward(const Tensor& x) {
  Tensor y = x;
  for (std::size_t i = 0; i < modules_.size(); ++i) {
    const auto* layer = exactly<Linear>(*modules_[i]);
    const Unary fused =
        layer != nullptr && i + 1 < modules_.size() ? fusible(*modules_[i + 1]) : Unary::identity;
    if (fused != Unary::identity) {
      y = layer->forward(y, fused);
      ++i;
    } else {
      y = modules_[i]->forward(y);
    }
  }
  return y;
}

void Sequential::each_part(PartsVisitor& visitor) {
  for (std::size_t i = 0; i < modules_.size(); ++i) visitor.module(std::to_string(i), *modules_[i]);
}

}  // namespace primer::nn
