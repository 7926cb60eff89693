#include "kernels/sgd/sgd.hpp"

#include "kernels/parallel.hpp"

namespace primer::cpu {

void sgd(float* w, const float* g, float* velocity, Index n, const SgdStep& step, Stream) {
  const auto rate = static_cast<float>(step.learning_rate);
  const auto decay = static_cast<float>(step.weight_decay);
  const auto momentum = static_cast<float>(step.momentum);
  if (velocity == nullptr) {
    parallel_for(n, 3, element_grain, [=](Index begin, Index end) {
#pragma omp simd
      for (Index i = begin; i < end; ++i) w[i] -= rate * (g[i] + decay * w[i]);
    });
    return;
  }
  // How much of the gradient and of the velocity goes into the step.
  const float direct = step.nesterov ? 1.0f : 0.0f;
  const float carried = step.nesterov ? momentum : 1.0f;
  const bool first = step.first;
  parallel_for(n, 5, element_grain, [=](Index begin, Index end) {
#pragma omp simd
    for (Index i = begin; i < end; ++i) {
      const float gradient = g[i] + decay * w[i];
      velocity[i] = first ? gradient : momentum * velocity[i] + gradient;
      w[i] -= rate * (direct * gradient + carried * velocity[i]);
    }
  });
}

}  // namespace primer::cpu
