#include "common/autograd/losses.hpp"

#include <stdexcept>
#include <string>

#include "common/autograd/node.hpp"
#include "kernels/cross_entropy/cross_entropy.hpp"
#include "kernels/mse/mse.hpp"

namespace primer {

Tensor mse_loss(const Tensor& x, const Tensor& given) {
  if (!(x.shape() == given.shape())) {
    throw std::invalid_argument("mse_loss: shapes " + x.shape().str() + " and " +
                                given.shape().str() + " differ");
  }
  const Tensor target = given.to(x.device());
  const Tensor loss({}, x.device());
  const Tensor workspace({mse_workspace(x.size())}, x.device());
  ops::mse.on(x.device())(x.data(), target.data(), loss.data(), x.size(), workspace.data(), {});
  return autograd::record("mse_loss", loss, {x}, [x, target](const Tensor& dloss) {
    const Tensor dx(x.shape(), x.device());
    ops::mse_backward.on(x.device())(x.data(), target.data(), dloss.data(), dx.data(), x.size(),
                                     {});
    autograd::accumulate(x, dx);
  });
}

Tensor cross_entropy(const Tensor& logits, const IntTensor& given) {
  if (logits.rank() != 2 || !(given.shape() == Shape{logits.size(0)})) {
    throw std::invalid_argument("cross_entropy: logits " + logits.shape().str() + " and labels " +
                                given.shape().str() + " do not fit (N, classes) and (N)");
  }
  const Index rows = logits.size(0), classes = logits.size(1);
  const IntTensor on_cpu = given.cpu();
  for (const std::int32_t label : on_cpu.values()) {
    if ((label < 0 || label >= classes) && label != ignored_label) {
      throw std::invalid_argument("cross_entropy: label " + std::to_string(label) +
                                  " is not one of the " + std::to_string(classes) + " classes");
    }
  }
  const IntTensor labels = given.to(logits.device());
  const Tensor loss({}, logits.device());
  const Tensor sums({rows, 2}, logits.device());
  const Tensor counted({}, logits.device());
  ops::cross_entropy.on(logits.device())(logits.data(), labels.data(), sums.data(), counted.data(),
                                         loss.data(), rows, classes, {});
  return autograd::record("cross_entropy", loss, {logits}, [=](const Tensor& dloss) {
    const Tensor dlogits(logits.shape(), logits.device());
    ops::cross_entropy_backward.on(logits.device())(logits.data(), labels.data(), sums.data(),
                                                    counted.data(), dloss.data(), dlogits.data(),
                                                    rows, classes, {});
    autograd::accumulate(logits, dlogits);
  });
}

}  // namespace primer
