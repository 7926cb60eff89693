#pragma once
// Softmax and cross-entropy in one: the loss is computed from the scores, never from the probabilities, so that
// logarithm and exponential cancel on paper and a score of 1000 does no harm.

#include "kernels/operation.hpp"

namespace primer {

/// Rows with this label count neither in the loss nor in its mean (PyTorch's ignore_index).
inline constexpr std::int32_t ignored_label = -100;

namespace cpu {

/// The mean over the rows that are not ignored of  log Σ_j exp(z_j) - z_label ; NaN when there is none, as in PyTorch.
/// Also writes what the way back needs: each such row's maximum m and Σ_j exp(z_j - m), and the number of rows counted.
/// (Their combination m + log Σ_j exp(z_j - m) would lose the digits of the sum when m is large.)
void cross_entropy(const float* logits /* (rows, classes) */,
                   const std::int32_t* labels /* (rows) */, float* sums /* (rows, 2) */,
                   float* counted /* (1) */, float* loss /* (1) */, Index rows, Index classes,
                   Stream);

/// dlogits = dloss · (softmax(logits) - onehot(label)) / counted; zero in ignored rows. May work in place
/// (dlogits == logits).
void cross_entropy_backward(const float* logits /* (rows, classes) */,
                            const std::int32_t* labels /* (rows) */,
                            const float* sums /* (rows, 2) */, const float* counted /* (1) */,
                            const float* dloss /* (1) */, float* dlogits /* (rows, classes) */,
                            Index rows, Index classes, Stream);

}  // namespace cpu
}  // namespace primer

PRIMER_TWINS(cross_entropy);
PRIMER_TWINS(cross_entropy_backward);
