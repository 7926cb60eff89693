#include "common/testing/gradient_check.hpp"

#include <algorithm>
#include <cmath>

#include "common/autograd/node.hpp"

namespace primer::testing {

double gradient_error(const std::function<Tensor(const std::vector<Tensor>&)>& f,
                      const std::vector<Tensor>& inputs) {
  constexpr float h = 1e-2f;
  for (const Tensor& input : inputs) {
    input.requires_grad_();
    input.zero_grad();
  }
  f(inputs).backward();

  const autograd::NoGrad off_the_tape;
  double worst = 0;
  for (const Tensor& input : inputs) {
    double largest = 0, difference = 0;
    for (Index i = 0; i < input.size(); ++i) {
      float& x = input.data()[i];
      const float before = x;
      x = before + h;
      const double above = f(inputs).item();
      const float step_up = x - before;
      x = before - h;
      const double below = f(inputs).item();
      const float step_down = before - x;
      x = before;
      const double slope = (above - below) / (static_cast<double>(step_up) + step_down);
      const double gradient = input.grad().defined() ? input.grad().data()[i] : 0;
      if (std::isnan(slope) || std::isnan(gradient)) return INFINITY;
      largest = std::max(largest, std::abs(slope));
      difference = std::max(difference, std::abs(slope - gradient));
    }
    worst = std::max(worst, difference / std::max(largest, 1e-3));
  }
  return worst;
}

}  // namespace primer::testing
