// # Mean squared error on a GPU
//
// The loss reads two arrays, 8 bytes for each element, and leaves one number. Blocks of threads sum
// the squares of 8192 elements each, and `reduce` adds up the blocks; what remains is a division,
// which takes a kernel of one thread. That looks like a waste, but the alternative is to bring the
// sum to the CPU, and for that the CPU would have to wait until the card has done all that it was
// given.
#include "kernels/mse/mse.hpp"

#include "kernels/mse/blocks.hpp"
#include "kernels/reduce/group_cuda.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

__global__ void sum_squares(const float* x, const float* target, float* sums, Index n,
                            bool in_packs) {
  const Index begin = Index{blockIdx.x} * mse_block_length;
  const Index count = std::min(n - begin, Index{mse_block_length});
  const Row a{x + begin, count, in_packs}, b{target + begin, count, in_packs};
  const float sum = fold_row<cpu::SumOfSquares, group_block>(count, [&](Index i) {
    Pack<4> difference = a.four(i);
    const Pack<4> other = b.four(i);
    for (int k = 0; k < 4; ++k) difference[k] -= other[k];
    return difference;
  });
  if (threadIdx.x == 0) sums[blockIdx.x] = sum;
}

__global__ void divide(float* loss, float n) { *loss /= n; }

// The way back reads dloss where it lies, on the card: each thread for itself, and from the cache.
struct MseBackward {
  const float* x;
  const float* target;
  const float* dloss;
  float* dx;
  float n;

  template <int width>
  __device__ void at(Index i) const {
    const float scale = *dloss * 2 / n;
    Pack<width> pack = load<width>(x + i);
    const Pack<width> other = load<width>(target + i);
    for (int k = 0; k < width; ++k) pack[k] = scale * (pack[k] - other[k]);
    store(dx + i, pack);
  }
};

}  // namespace

void mse(const float* x, const float* target, float* loss, Index n, float* workspace,
         Stream stream) {
  const ReduceSizes sums = mse_block_sums(n);
  if (n > 0) {
    launch(sum_squares, blocks_for(n, mse_block_length), group_block, 0, stream, x, target,
           workspace, n, aligned(x, target));
  }
  reduce(Reduction::sum, workspace, loss, sums, workspace + sums.middle, stream);
  launch(divide, 1, 1, 0, stream, loss, static_cast<float>(n));
}

void mse_backward(const float* x, const float* target, const float* dloss, float* dx, Index n,
                  Stream stream) {
  for_each_element(n, aligned(x, target, dx),
                   MseBackward{x, target, dloss, dx, static_cast<float>(n)}, stream);
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
