// # Adam on a GPU
//
// A step reads four arrays, the weights, their gradients and two moments, and writes three of them
// back: 28 bytes a weight. Around that stand a dozen operations, a square root and a division, which
// is little beside the 28 bytes. What would hurt is to go over memory more than once. With a kernel
// for each operation of the formula (two for each moment, three for the denominator, one for the
// weights) the same step would move 80 bytes. That is why optimisers are worth a kernel of their
// own.
//
// Nothing here needs to know what other weights do. So the whole model can be one flat array, and
// one launch serves all of its layers. Launches cost a few microseconds each, as long as a small
// layer takes in all.
#include "kernels/adam/adam.hpp"

#include "kernels/adam/update.hpp"
#include "kernels/each_element.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

// Powers of β and the like are worked out on the CPU, once a step, and travel to each thread inside
// of `update`, as an argument of the kernel.
struct Adam {
  AdamUpdate update;
  float* w;
  const float* g;
  float* m;
  float* v;

  template <int width>
  __device__ void at(Index i) const {
    Pack<width> weight = load<width>(w + i), mean = load<width>(m + i), square = load<width>(v + i);
    const Pack<width> gradient = load<width>(g + i);
    for (int k = 0; k < width; ++k) update(weight[k], gradient[k], mean[k], square[k]);
    store(w + i, weight);
    store(m + i, mean);
    store(v + i, square);
  }
};

}  // namespace

void adam(float* w, const float* g, float* m, float* v, Index n, const AdamStep& step,
          Stream stream) {
  for_each_element(n, aligned(w, g, m, v), Adam{AdamUpdate(step), w, g, m, v}, stream);
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
