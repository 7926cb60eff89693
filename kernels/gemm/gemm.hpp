#pragma once
// Matrix product with an epilogue: c = f(op(a) · op(b) + bias), where op is the matrix or its transpose.

#include "kernels/elementwise/elementwise.hpp"
#include "kernels/operation.hpp"

namespace primer {

struct GemmSizes {
  Index m;  ///< rows of op(a) and of c
  Index n;  ///< columns of op(b) and of c
  Index k;  ///< columns of op(a) = rows of op(b)
};

struct GemmOptions {
  bool transpose_a = false;            ///< a is stored (k, m) instead of (m, k)
  bool transpose_b = false;            ///< b is stored (n, k) instead of (k, n)
  bool accumulate = false;             ///< add the product to what stands in c
  const float* bias = nullptr;         ///< (n), added to each row of c
  Unary activation = Unary::identity;  ///< applied last, while c is still in the cache
};

namespace cpu {

void gemm(const float* a /* (m, k) */, const float* b /* (k, n) */, float* c /* (m, n) */,
          const GemmSizes&, const GemmOptions&, Stream);

/// The way back through the epilogue of y = f(z + bias): dz = dy · f'(z) from the output y alone, and the bias gradient
/// db[j] = Σ_i dz[i, j]. Only for activations whose slope follows from their output (identity, relu, sigmoid, tanh).
/// dz may be dy (in place), and null when only db is wanted and f is the identity; db may be null.
void gemm_epilogue_backward(Unary f, const float* y /* (m, n) */, const float* dy /* (m, n) */,
                            float* dz /* (m, n) */, float* db /* (n) */, Index m, Index n, Stream);

}  // namespace cpu
}  // namespace primer
