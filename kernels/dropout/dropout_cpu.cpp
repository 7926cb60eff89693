#include "kernels/dropout/dropout.hpp"

#include "kernels/parallel.hpp"
#include "kernels/random/draws.hpp"

namespace primer::cpu {

void dropout(const float* x, float* y, Index n, float p, RandomState state, Stream) {
  const float scale = p < 1 ? 1 / (1 - p) : 0;
  parallel_for(n, 24, element_grain, [=](Index begin, Index end) {
    for_each_draw(state, begin, end, [=](Index at, Index count, const std::uint32_t* bits) {
      const float* x_part = x + at;
      float* y_part = y + at;
#pragma omp simd
      for (Index i = 0; i < count; ++i) {
        y_part[i] = unit_interval(bits[i]) >= p ? x_part[i] * scale : 0;
      }
    });
  });
}

}  // namespace primer::cpu
