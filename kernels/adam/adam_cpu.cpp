#include <cmath>

#include "kernels/adam/adam.hpp"
#include "kernels/parallel.hpp"

namespace primer::cpu {

void adam(float* w, const float* g, float* m, float* v, Index n, const AdamStep& step, Stream) {
  // Everything that depends on the step alone is worked out in double precision, as PyTorch does.
  const double t = static_cast<double>(step.step);
  const double correction1 = 1 - std::pow(step.beta1, t);
  const double correction2 = 1 - std::pow(step.beta2, t);
  const auto beta1 = static_cast<float>(step.beta1), rest1 = static_cast<float>(1 - step.beta1);
  const auto beta2 = static_cast<float>(step.beta2), rest2 = static_cast<float>(1 - step.beta2);
  const auto size = static_cast<float>(step.learning_rate / correction1);
  const auto scale = static_cast<float>(1 / std::sqrt(correction2));
  const auto epsilon = static_cast<float>(step.epsilon);
  const auto added = static_cast<float>(step.decoupled ? 0 : step.weight_decay);
  const auto kept =
      static_cast<float>(step.decoupled ? 1 - step.learning_rate * step.weight_decay : 1);

  // A square root and a division make an element worth some eight reads.
  parallel_for(n, 8, element_grain, [=](Index begin, Index end) {
#pragma omp simd
    for (Index i = begin; i < end; ++i) {
      const float gradient = g[i] + added * w[i];
      m[i] = beta1 * m[i] + rest1 * gradient;
      v[i] = beta2 * v[i] + rest2 * gradient * gradient;
      w[i] = kept * w[i] - size * m[i] / (std::sqrt(v[i]) * scale + epsilon);
    }
  });
}

}  // namespace primer::cpu
