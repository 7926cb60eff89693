#pragma once
// What softmax and cross-entropy both need of a row of scores.

#include "kernels/elementwise/vector_math.hpp"
#include "kernels/reduce/group_cuda.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {

/// Of a row of scores z.
struct Exponentials {
  float largest,  ///< max z
      sum;        ///< Σ_j exp(z_j - max z)
};

/// All lanes of a group call it and get the same. @param scores may be empty, for groups that have no row
template <int lanes>
__device__ Exponentials exponentials(const Row& scores) {
  const float largest =
      fold_row<cpu::Maximum, lanes>(scores.length, [&](Index i) { return scores.four(i); });
  const float sum = fold_row<cpu::Sum, lanes>(scores.length, [&](Index i) {
    Pack<4> pack = scores.four(i);
    for (int k = 0; k < 4; ++k) pack[k] = cpu::vector_math::exp(pack[k] - largest);
    return pack;
  });
  return {largest, sum};
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
