// # Cross-entropy on a GPU
//
// The loss of a batch takes two kernels. The first gives each row to a group of threads, which
// writes the row's maximum and its sum of exponentials; it reads all scores and writes 8 bytes a
// row. The second adds up what the rows lose. It has little to read, and one block does it alone,
// so that no further round is needed and the order of the sum is fixed.
//
// The loss stays on the card. Nobody waits for it here: the way back finds it there, together with
// the number of rows counted, and the CPU may be several launches ahead by then.
#include "kernels/cross_entropy/cross_entropy.hpp"

#include "kernels/elementwise/vector_math.hpp"
#include "kernels/softmax/exponentials_cuda.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

using cpu::Sum;
namespace vector_math = cpu::vector_math;

// ## Each row's sum
template <int lanes>
__global__ void sum_rows(const float* logits, const std::int32_t* labels, float* sums, Index rows,
                         Index classes, bool in_packs) {
  for_each_group_row<lanes>(rows, [&](Index row, bool present) {
    const bool counts = present && labels[row] != ignored_label;
    const Row scores{logits + row * classes, counts ? classes : 0, in_packs};
    const auto [largest, sum] = exponentials<lanes>(scores);
    if (counts && Group<lanes>::lane() == 0) {
      sums[2 * row] = largest;
      sums[2 * row + 1] = sum;
    }
  });
}

// ## The mean over the rows
//
// log Σ_j exp(z_j) - z_label = log Σ_j exp(z_j - m) + (m - z_label). Where a row is ignored,
// nothing of it is read: there may be a NaN in it.
__device__ float row_loss(const float* logits, std::int32_t label, const float* sums, Index row,
                          Index classes) {
  if (label == ignored_label) return 0;
  const float distance = sums[2 * row] - logits[row * classes + label];
  return vector_math::log(sums[2 * row + 1]) + distance;
}

// Rows are counted in whole numbers by each lane, and these added as floats, which is exact up to
// 2^24 rows.
__global__ void mean_loss(const float* logits, const std::int32_t* labels, const float* sums,
                          float* counted, float* loss, Index rows, Index classes) {
  const float total = fold_row<Sum, group_block>(rows, [&](Index i) {
    Pack<4> losses;
    for (int k = 0; k < 4; ++k) {
      losses[k] = i + k < rows ? row_loss(logits, labels[i + k], sums, i + k, classes) : 0;
    }
    return losses;
  });
  int mine = 0;
  for (Index row = threadIdx.x; row < rows; row += group_block)
    mine += labels[row] != ignored_label;
  const float count = Group<group_block>::fold<Sum>(static_cast<float>(mine));
  if (threadIdx.x == 0) {
    *counted = count;
    *loss = total / count;
  }
}

// ## The way back
//
// Each element is worked out by itself from its row's two numbers, 8 bytes of traffic for a score,
// so that this is a loop over elements and not over rows. A pack of four stays in one row, for
// there are packs only where the number of classes is a multiple of four.
struct CrossEntropyBackward {
  const float* logits;
  const std::int32_t* labels;
  const float* sums;
  const float* counted;
  const float* dloss;
  float* dlogits;
  Index classes;

  template <int width>
  __device__ void at(Index i) const {
    const Index row = i / classes;
    const std::int32_t label = labels[row];
    Pack<width> pack = load<width>(logits + i);
    if (label == ignored_label) {
      for (int k = 0; k < width; ++k) pack[k] = 0;
    } else {
      const float share = *dloss / *counted;
      const float largest = sums[2 * row], scale = share / sums[2 * row + 1];
      const Index column = i - row * classes;
      for (int k = 0; k < width; ++k) {
        pack[k] = scale * vector_math::exp(pack[k] - largest);
        if (column + k == label) pack[k] -= share;
      }
    }
    store(dlogits + i, pack);
  }
};

}  // namespace

void cross_entropy(const float* logits, const std::int32_t* labels, float* sums, float* counted,
                   float* loss, Index rows, Index classes, Stream stream) {
  if (rows > 0) {
    with_group_for(classes, [&](auto group) {
      constexpr int lanes = decltype(group)::value;
      launch(sum_rows<lanes>, blocks_for_rows<lanes>(rows), group_block, 0, stream, logits, labels,
             sums, rows, classes, aligned(logits) && classes % 4 == 0);
    });
  }
  launch(mean_loss, 1, group_block, 0, stream, logits, labels, sums, counted, loss, rows, classes);
}

void cross_entropy_backward(const float* logits, const std::int32_t* labels, const float* sums,
                            const float* counted, const float* dloss, float* dlogits, Index rows,
                            Index classes, Stream stream) {
  const bool in_packs = aligned(logits, dlogits) && classes % 4 == 0;
  for_each_element(rows * classes, in_packs,
                   CrossEntropyBackward{logits, labels, sums, counted, dloss, dlogits, classes},
                   stream);
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
