#include <algorithm>

#include "kernels/mse/blocks.hpp"
#include "kernels/mse/mse.hpp"
#include "kernels/parallel.hpp"
#include "kernels/reduce/fold.hpp"
#include "kernels/reduce/reduce.hpp"

namespace primer {

Index mse_workspace(Index n) {
  const ReduceSizes sums = mse_block_sums(n);
  return sums.middle + reduce_workspace(sums);
}

namespace cpu {

void mse(const float* x, const float* target, float* loss, Index n, float* workspace,
         Stream stream) {
  const ReduceSizes sums = mse_block_sums(n);
  parallel_for(sums.middle, 2 * mse_block_length, 1, [&](Index first, Index last) {
    for (Index block = first; block < last; ++block) {
      const Index begin = block * mse_block_length;
      workspace[block] = fold<SumOfSquares>(begin, std::min(n, begin + mse_block_length),
                                            [=](Index i) { return x[i] - target[i]; });
    }
  });
  reduce(Reduction::sum, workspace, loss, sums, workspace + sums.middle, stream);
  *loss /= static_cast<float>(n);
}

void mse_backward(const float* x, const float* target, const float* dloss, float* dx, Index n,
                  Stream) {
  const float scale = *dloss * 2 / static_cast<float>(n);
  parallel_for(n, 3, element_grain, [=](Index begin, Index end) {
#pragma omp simd
    for (Index i = begin; i < end; ++i) dx[i] = scale * (x[i] - target[i]);
  });
}

}  // namespace cpu
}  // namespace primer
