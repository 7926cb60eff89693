// # Back through a linear layer, on a GPU
//
// The four gradients are operations that we have: the slope of the activation is `unary_backward`,
// the gradient of the bias a sum down the columns of dz, and the other two are products. On a CPU
// it paid to do them in one go, since each thread finds its rows of dz in its own cache and waking
// the threads is dear. A GPU's kernels follow one another in the stream with a few microseconds
// between them, and what one has written the next finds in the second-level cache, if it is not
// more than some tens of megabytes.
#include <stdexcept>

#include "kernels/elementwise/functions.hpp"
#include "kernels/gemm/gemm.hpp"
#include "kernels/launch.hpp"
#include "kernels/reduce/reduce.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {

void linear_backward(Unary f, const float* x, const float* weight, const float* y, const float* dy,
                     const LinearGradients& to, const LinearSizes& sizes, float* workspace,
                     Stream stream) {
  cpu::check_slope_from_output(f);
  const auto [rows, in, out] = sizes;
  const bool straight = f == Unary::identity;
  const float* const dz = straight ? dy : to.dz;
  if (!straight) unary_backward(f, nullptr, y, dy, to.dz, rows * out, stream);
  if (to.dbias) reduce(Reduction::sum, dz, to.dbias, {1, rows, out}, workspace, stream);
  if (to.dx) gemm(dz, weight, to.dx, {rows, in, out}, {}, stream);
  if (to.dweight) gemm(dz, x, to.dweight, {out, in, rows}, {.transpose_a = true}, stream);
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
