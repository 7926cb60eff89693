// # Dropout on a GPU
//
// Each element is kept or dropped by a random number of its own. A generator with a state, that
// every draw changes, would be of no use to ten thousand threads. Philox has no state: draw number
// i is a function of the seed and of i, some sixty instructions for four draws, and any thread can
// work out any of them (`kernels/random/`). So the mask costs no memory traffic at all. It is never
// stored, and the way back works it out again.
#include "kernels/dropout/dropout.hpp"

#include "kernels/random/draws_cuda.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

struct Dropout {
  const float* x;
  float* y;
  float p, scale;
  RandomState state;

  template <int width>
  __device__ void at(Index i) const {
    const std::array<std::uint32_t, width> bits = draws<width>(state, i);
    Pack<width> pack = load<width>(x + i);
    for (int k = 0; k < width; ++k) pack[k] = unit_interval(bits[k]) >= p ? pack[k] * scale : 0;
    store(y + i, pack);
  }
};

}  // namespace

void dropout(const float* x, float* y, Index n, float p, RandomState state, Stream stream) {
  const float scale = p < 1 ? 1 / (1 - p) : 0;
  for_each_element(n, aligned(x, y), Dropout{x, y, p, scale, state}, stream);
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
