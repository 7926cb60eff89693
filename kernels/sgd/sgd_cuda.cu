// # Gradient descent on a GPU
//
// Without momentum a step reads a weight and its gradient and writes the weight: 12 bytes for two
// multiply-adds. By its data sheet an A100 could do 75 in the time that it takes to move these 12
// bytes. So the kernel is a loop over packs of four (`kernels/each_element.hpp`) around the formulas
// that the CPU uses too (`update.hpp`), and nothing else matters. With momentum it moves 20 bytes.
#include "kernels/sgd/sgd.hpp"

#include "kernels/each_element.hpp"
#include "kernels/sgd/update.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

// An update is the same for each element; so that four of them share one load, the body takes the
// width as a parameter and leaves it to the compiler to unroll the loop over the pack.
struct Descend {
  SgdUpdate update;
  float* w;
  const float* g;

  template <int width>
  __device__ void at(Index i) const {
    Pack<width> weight = load<width>(w + i);
    const Pack<width> gradient = load<width>(g + i);
    for (int k = 0; k < width; ++k) update(weight[k], gradient[k]);
    store(w + i, weight);
  }
};

struct DescendWithMomentum {
  SgdUpdate update;
  float* w;
  const float* g;
  float* velocity;

  template <int width>
  __device__ void at(Index i) const {
    Pack<width> weight = load<width>(w + i), speed = load<width>(velocity + i);
    const Pack<width> gradient = load<width>(g + i);
    for (int k = 0; k < width; ++k) update(weight[k], gradient[k], speed[k]);
    store(w + i, weight);
    store(velocity + i, speed);
  }
};

}  // namespace

void sgd(float* w, const float* g, float* velocity, Index n, const SgdStep& step, Stream stream) {
  const SgdUpdate update(step);
  const bool in_packs = aligned(w, g, velocity);
  if (velocity == nullptr) {
    for_each_element(n, in_packs, Descend{update, w, g}, stream);
  } else {
    for_each_element(n, in_packs, DescendWithMomentum{update, w, g, velocity}, stream);
  }
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
