#include "common/autograd/softmax.hpp"

#include <stdexcept>

#include "common/autograd/node.hpp"
#include "kernels/softmax/softmax.hpp"

namespace primer {
namespace {

// Forward and backward have the same signatures for softmax and its logarithm.
Tensor over_rows(const char* name, const Twins<decltype(cpu::softmax)>& forward,
                 const Twins<decltype(cpu::softmax_backward)>& backward, const Tensor& x) {
  if (x.rank() == 0)
    throw std::invalid_argument(std::string(name) + ": a single number has no last dimension");
  const Index columns = x.size(-1);
  const Index rows = columns == 0 ? 0 : x.size() / columns;
  const Tensor y(x.shape(), x.device());
  forward.on(x.device())(x.data(), y.data(), rows, columns, {});
  return autograd::record(name, y, {x}, [=, &backward, y = y.detach()](const Tensor& dy) {
    const Tensor dx(dy.shape(), dy.device());
    backward.on(x.device())(y.data(), dy.data(), dx.data(), rows, columns, {});
    autograd::accumulate(x, dx);
  });
}

}  // namespace

Tensor softmax(const Tensor& x) {
  return over_rows("softmax", ops::softmax, ops::softmax_backward, x);
}

Tensor log_softmax(const Tensor& x) {
  return over_rows("log_softmax", ops::log_softmax, ops::log_softmax_backward, x);
}

}  // namespace primer
