#pragma once
// Products of matrices, and the linear layer in one go.

#include "common/tensor/tensor.hpp"
#include "kernels/elementwise/elementwise.hpp"

namespace primer {

/// Which factors of matmul() are to be transposed first; they are read so, not copied.
struct Transposed {
  bool a = false;  ///< a is stored (k, m)
  bool b = false;  ///< b is stored (n, k)
};

/// op(a) · op(b), where op is the matrix itself or, if asked for, its transpose. Shapes (m, k) and (k, n) after op.
/// @throws std::invalid_argument when a or b is not a matrix or the inner dimensions differ
Tensor matmul(const Tensor& a, const Tensor& b, Transposed transposed = {});

/// Whether linear() can apply this activation: identity, relu, sigmoid or tanh, whose slope follows from their output, so that
/// what went into them need not be kept.
bool can_be_fused(Unary activation);

/// f(x · weightᵀ + bias): x (N, in), weight (out, in) as PyTorch stores it, bias (out) or undefined; result (N, out).
/// The activation is applied while the product is in the cache.
/// @throws std::invalid_argument when the shapes do not fit or the activation cannot be fused
Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias = {},
              Unary activation = Unary::identity);

}  // namespace primer
