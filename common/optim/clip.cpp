#include "common/optim/clip.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/elementwise/elementwise.hpp"
#include "kernels/reduce/reduce.hpp"

namespace primer::optim {

double clip_grad_norm(const std::vector<Tensor>& parameters, double largest) {
  double squares = 0;
  for (const Tensor& parameter : parameters) {
    const Tensor gradient = parameter.grad();
    if (!gradient.defined()) continue;
    const ReduceSizes sizes{1, gradient.size(), 1};
    const Tensor sum(Shape{}, gradient.device());
    const Tensor workspace({reduce_workspace(sizes)}, gradient.device());
    ops::reduce.on(gradient.device())(Reduction::sum_of_squares, gradient.data(), sum.data(), sizes,
                                      workspace.data(), {});
    squares += sum.item();
  }
  const double norm = std::sqrt(squares);
  if (!std::isfinite(norm) || norm <= largest) return norm;
  for (const Tensor& parameter : parameters) {
    const Tensor gradient = parameter.grad();
    if (!gradient.defined()) continue;
    ops::scale_add.on(gradient.device())(static_cast<float>(largest / norm), gradient.data(), 0,
                                         gradient.data(), gradient.size(), {});
  }
  return norm;
}

void clip_grad_value(const std::vector<Tensor>& parameters, double largest) {
  const auto bound = static_cast<float>(largest);
  for (const Tensor& parameter : parameters) {
    const Tensor gradient = parameter.grad();
    if (!gradient.defined()) continue;
    const Tensor on_cpu = gradient.cpu();
    for (float& g : on_cpu.values()) g = g > bound ? bound : g < -bound ? -bound : g;
    gradient.copy_from(on_cpu);
  }
}

}  // namespace primer::optim
