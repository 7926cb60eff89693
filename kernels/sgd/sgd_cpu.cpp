#include "kernels/sgd/sgd.hpp"

#include "kernels/parallel.hpp"
#include "kernels/sgd/update.hpp"

namespace primer::cpu {

void sgd(float* w, const float* g, float* velocity, Index n, const SgdStep& step, Stream) {
  const SgdUpdate update(step);
  if (velocity == nullptr) {
    parallel_for(n, 3, element_grain, [=](Index begin, Index end) {
#pragma omp simd
      for (Index i = begin; i < end; ++i) update(w[i], g[i]);
    });
    return;
  }
  parallel_for(n, 5, element_grain, [=](Index begin, Index end) {
#pragma omp simd
    for (Index i = begin; i < end; ++i) update(w[i], g[i], velocity[i]);
  });
}

}  // namespace primer::cpu
