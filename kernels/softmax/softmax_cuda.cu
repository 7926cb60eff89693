// # Softmax on a GPU
//
// A row of scores is read three times: for its maximum, for the sum of its exponentials, and to
// write the quotients. Does that cost three times the memory traffic? It does not, if the same
// group of threads goes over the row each time. A row of 1000 scores is 4 kB. The first pass brings
// it into the first-level cache of the multiprocessor, where the other passes find it, so that
// memory sees each score once and each probability once: 8 bytes an element.
//
// The exponential is worked out twice, for the sum and for the quotient. To keep it would mean to
// write it to memory and read it again, and a GPU computes faster than that.
//
// There is a way to find maximum and sum in one pass, by correcting the sum whenever a larger score
// comes along (Milakov & Gimelshein, "Online normalizer calculation for softmax", 2018,
// arXiv:1805.02867). It pays where rows do not fit into the cache. We take the plain way, whose
// results are those of the CPU but for the order of a sum.
#include "kernels/softmax/softmax.hpp"

#include "kernels/elementwise/vector_math.hpp"
#include "kernels/softmax/exponentials_cuda.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

using cpu::Sum;
namespace vector_math = cpu::vector_math;

// ## There
//
// Each lane takes four elements at a time, a pack. `present` is false for groups for which no row
// is left: they come along for the sake of the shuffles, as if their row had no elements. In place
// works, for a lane writes only what it alone has read.
template <int lanes, bool logarithm>
__global__ void softmax_rows(const float* x, float* y, Index rows, Index columns, bool in_packs) {
  for_each_group_row<lanes>(rows, [&](Index row, bool present) {
    const Row scores{x + row * columns, present ? columns : 0, in_packs};
    const auto [largest, sum] = exponentials<lanes>(scores);
    const float scale = 1 / sum, log_sum = vector_math::log(sum);
    for (Index i = 4 * Group<lanes>::lane(); i < scores.length; i += 4 * lanes) {
      Pack<4> pack = scores.four(i);
      for (int k = 0; k < 4; ++k) {
        const float distance = pack[k] - largest;
        pack[k] = logarithm ? distance - log_sum : vector_math::exp(distance) * scale;
      }
      store_four(y + row * columns, i, scores.length, in_packs, pack);
    }
  });
}

// ## Back
//
// The way back needs one sum over the row: of dy y for softmax, of dy for its logarithm.
template <int lanes, bool logarithm>
__global__ void softmax_backward_rows(const float* y, const float* dy, float* dx, Index rows,
                                      Index columns, bool in_packs) {
  for_each_group_row<lanes>(rows, [&](Index row, bool present) {
    const Row outputs{y + row * columns, present ? columns : 0, in_packs};
    const Row gradients{dy + row * columns, outputs.length, in_packs};
    const float sum = fold_row<Sum, lanes>(outputs.length, [&](Index i) {
      Pack<4> pack = gradients.four(i);
      if constexpr (!logarithm) {
        const Pack<4> output = outputs.four(i);
        for (int k = 0; k < 4; ++k) pack[k] *= output[k];
      }
      return pack;
    });
    for (Index i = 4 * Group<lanes>::lane(); i < outputs.length; i += 4 * lanes) {
      Pack<4> pack = gradients.four(i);
      const Pack<4> output = outputs.four(i);
      for (int k = 0; k < 4; ++k) {
        pack[k] =
            logarithm ? pack[k] - vector_math::exp(output[k]) * sum : output[k] * (pack[k] - sum);
      }
      store_four(dx + row * columns, i, outputs.length, in_packs, pack);
    }
  });
}

template <bool logarithm>
void forward(const float* x, float* y, Index rows, Index columns, Stream stream) {
  if (rows * columns == 0) return;
  with_group_for(columns, [&](auto group) {
    constexpr int lanes = decltype(group)::value;
    launch(softmax_rows<lanes, logarithm>, blocks_for_rows<lanes>(rows), group_block, 0, stream, x,
           y, rows, columns, aligned(x, y) && columns % 4 == 0);
  });
}

template <bool logarithm>
void backward(const float* y, const float* dy, float* dx, Index rows, Index columns,
              Stream stream) {
  if (rows * columns == 0) return;
  with_group_for(columns, [&](auto group) {
    constexpr int lanes = decltype(group)::value;
    launch(softmax_backward_rows<lanes, logarithm>, blocks_for_rows<lanes>(rows), group_block, 0,
           stream, y, dy, dx, rows, columns, aligned(y, dy, dx) && columns % 4 == 0);
  });
}

}  // namespace

void softmax(const float* x, float* y, Index rows, Index columns, Stream stream) {
  forward<false>(x, y, rows, columns, stream);
}

void softmax_backward(const float* y, const float* dy, float* dx, Index rows, Index columns,
                      Stream stream) {
  backward<false>(y, dy, dx, rows, columns, stream);
}

void log_softmax(const float* x, float* y, Index rows, Index columns, Stream stream) {
  forward<true>(x, y, rows, columns, stream);
}

void log_softmax_backward(const float* y, const float* dy, float* dx, Index rows, Index columns,
                          Stream stream) {
  backward<true>(y, dy, dx, rows, columns, stream);
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
