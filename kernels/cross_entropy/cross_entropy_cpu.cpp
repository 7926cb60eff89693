#include "kernels/cross_entropy/cross_entropy.hpp"

#include <algorithm>

#include "kernels/elementwise/vector_math.hpp"
#include "kernels/parallel.hpp"
#include "kernels/reduce/fold.hpp"

namespace primer::cpu {
namespace {

/// Calls body(row) for each row, on all threads.
template <class Body>
void for_each_row(Index rows, Index classes, const Body& body) {
  parallel_for(rows, 12 * classes, 1, [&](Index begin, Index end) {
    for (Index row = begin; row < end; ++row) body(row);
  });
}

}  // namespace

void cross_entropy(const float* logits, const std::int32_t* labels, float* sums, float* counted,
                   float* loss, Index rows, Index classes, Stream) {
  for_each_row(rows, classes, [=](Index row) {
    if (labels[row] == ignored_label) return;
    const float* z = logits + row * classes;
    const float largest = fold<Maximum>(0, classes, [=](Index j) { return z[j]; });
    sums[2 * row] = largest;
    sums[2 * row + 1] =
        fold<Sum>(0, classes, [=](Index j) { return vector_math::exp(z[j] - largest); });
  });

  // log Σ_j exp(z_j) - z_label = log Σ_j exp(z_j - m) + (m - z_label)
  const float total = fold<Sum>(0, rows, [=](Index row) {
    if (labels[row] == ignored_label) return 0.0f;
    const float distance = sums[2 * row] - logits[row * classes + labels[row]];
    return vector_math::log(sums[2 * row + 1]) + distance;
  });
  *counted = static_cast<float>(rows - std::count(labels, labels + rows, ignored_label));
  *loss = total / *counted;
}

void cross_entropy_backward(const float* logits, const std::int32_t* labels, const float* sums,
                            const float* counted, const float* dloss, float* dlogits, Index rows,
                            Index classes, Stream) {
  const float share = *dloss / *counted;
  for_each_row(rows, classes, [=](Index row) {
    const float* z = logits + row * classes;
    float* dz = dlogits + row * classes;
    if (labels[row] == ignored_label) {
      std::fill_n(dz, classes, 0.0f);
      return;
    }
    const float largest = sums[2 * row], scale = share / sums[2 * row + 1];
#pragma omp simd
    for (Index j = 0; j < classes; ++j) dz[j] = scale * vector_math::exp(z[j] - largest);
    dz[labels[row]] -= share;
  });
}

}  // namespace primer::cpu
