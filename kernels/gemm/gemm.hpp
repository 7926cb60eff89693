#pragma once
// Matrix product with an epilogue: c = f(op(a) · op(b) + bias), where op is the matrix or its transpose. And the way back
// through a linear layer, which is such a product.

#include "kernels/elementwise/elementwise.hpp"
#include "kernels/operation.hpp"

namespace primer {

/// The sizes of a product op(a) · op(b): (m, k) times (k, n).
struct GemmSizes {
  Index m;  ///< rows of op(a) and of c
  Index n;  ///< columns of op(b) and of c
  Index k;  ///< columns of op(a) = rows of op(b)
};

/// What gemm() does beside the plain product.
struct GemmOptions {
  bool transpose_a = false;            ///< a is stored (k, m) instead of (m, k)
  bool transpose_b = false;            ///< b is stored (n, k) instead of (k, n)
  bool accumulate = false;             ///< add the product to what stands in c
  const float* bias = nullptr;         ///< (n), added to each row of c
  Unary activation = Unary::identity;  ///< applied last, while c is still in the cache
};

/// The sizes of a linear layer on a batch.
struct LinearSizes {
  Index rows;  ///< examples in the batch
  Index in;    ///< numbers that go in for each
  Index out;   ///< numbers that come out for each
};

/// Where linear_backward() writes. What is not wanted is null.
struct LinearGradients {
  /// (rows, out), may be dy (in place); not written for the identity, where it is dy, and never
  /// null for the others.
  float* dz = nullptr;
  float* dx = nullptr;       ///< (rows, in)
  float* dweight = nullptr;  ///< (out, in)
  float* dbias = nullptr;    ///< (out)
};

/// Floats of scratch space that linear_backward() needs.
Index linear_backward_workspace(const LinearSizes&);

namespace cpu {

/// c = f(op(a) · op(b) + bias), or f(c + op(a) · op(b) + bias) to accumulate. Where k is 0, the
/// product is 0. If transposed by the options, a is stored (k, m) and b (n, k).
/// @throws std::invalid_argument when a size does not fit into an int, in which BLAS counts
void gemm(const float* a /* (m, k) */, const float* b /* (k, n) */, float* c /* (m, n) */,
          const GemmSizes&, const GemmOptions&, Stream);

/// The way back through a linear layer y = f(z), z = x · weightᵀ + bias: from dy, in one go, dz = dy · f'(z) and then
/// dx = dz · weight, dweight = dzᵀ · x and dbias[j] = Σ_i dz[i, j]. Only for activations whose slope does not need their
/// input: all but square, log and gelu.
void linear_backward(Unary f, const float* x /* (rows, in) */, const float* weight /* (out, in) */,
                     const float* y /* (rows, out) */, const float* dy /* (rows, out) */,
                     const LinearGradients&, const LinearSizes&, float* workspace, Stream);

}  // namespace cpu
}  // namespace primer

PRIMER_TWINS(gemm);
PRIMER_TWINS(linear_backward);
