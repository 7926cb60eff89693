#include "kernels/adam/adam.hpp"
#include "kernels/adam/update.hpp"
#include "kernels/parallel.hpp"

namespace primer::cpu {

void adam(float* w, const float* g, float* m, float* v, Index n, const AdamStep& step, Stream) {
  // A square root and a division make an element worth some eight reads.
  const AdamUpdate update(step);
  parallel_for(n, 8, element_grain, [=](Index begin, Index end) {
#pragma omp simd
    for (Index i = begin; i < end; ++i) update(w[i], g[i], m[i], v[i]);
  });
}

}  // namespace primer::cpu
