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
    const Tensor sum(Shape{}), workspace({reduce_workspace(sizes)});
    cpu::reduce(Reduction::sum_of_squares, gradient.data(), sum.data(), sizes, workspace.data(),
                {});
    squares += sum.item();
  }
  const double norm = std::sqrt(squares);
  if (!std::isfinite(norm) || norm <= largest) return norm;
  for (const Tensor& parameter : parameters) {
    const Tensor gradient = parameter.grad();
    if (!gradient.defined()) continue;
    cpu::scale_add(static_cast<float>(largest / norm), gradient.data(), 0, gradient.data(),
                   gradient.size(), {});
  }
  return norm;
}

void clip_grad_value(const std::vector<Tensor>& parameters, double largest) {
  const auto bound = static_cast<float>(largest);
  for (const Tensor& parameter : parameters) {
    const Tensor gradient = parameter.grad();
    if (!gradient.defined()) continue;
    for (float& g : gradient.values()) g = g > bound ? bound : g < -bound ? -bound : g;
  }
}

}  // namespace primer::optim
