#pragma once
// Sums, means and maxima over one dimension.

#include "kernels/operation.hpp"

namespace primer {

/// What becomes of the numbers along a dimension.
enum class Reduction {
  sum,             ///< 0 for no elements
  mean,            ///< NaN for no elements, as in PyTorch
  max,             ///< NaN wins; the maximum of nothing is -Inf
  sum_of_squares,  ///< for norms
};

/// An array seen as (outer, middle, inner), of which the middle is reduced. All of n elements: {1, n, 1}; each row of a
/// matrix: {rows, columns, 1}; each column: {1, rows, columns}.
struct ReduceSizes {
  Index outer;   ///< product of the sizes before the reduced one
  Index middle;  ///< the size that is reduced to 1
  Index inner;   ///< product of the sizes behind it
};

/// Floats of scratch space that reduce() needs.
Index reduce_workspace(const ReduceSizes&);

namespace cpu {

/// Sums of many terms are taken in blocks, so that the error grows with the logarithm of their number, not with it; the
/// blocks are the same for any number of threads.
void reduce(Reduction, const float* x /* (outer, middle, inner) */, float* y /* (outer, inner) */,
            const ReduceSizes&, float* workspace, Stream);

/// dx from dy. The maximum's gradient goes to its first occurrence (see argmax). x is read for max and sum_of_squares only,
/// and may be null for the others.
void reduce_backward(Reduction, const float* x /* (outer, middle, inner) */,
                     const float* dy /* (outer, inner) */, float* dx /* (outer, middle, inner) */,
                     const ReduceSizes&, Stream);

/// Position of the maximum along the middle, the first of equals; the first NaN where there is one. The middle must not be
/// empty, nor longer than an int32 can count.
void argmax(const float* x /* (outer, middle, inner) */, std::int32_t* y /* (outer, inner) */,
            const ReduceSizes&, Stream);

}  // namespace cpu
}  // namespace primer

PRIMER_TWINS(reduce);
PRIMER_TWINS(reduce_backward);
PRIMER_TWINS(argmax);
