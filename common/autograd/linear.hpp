#pragma once

#include "common/tensor/tensor.hpp"
#include "kernels/elementwise/elementwise.hpp"

namespace primer {

struct Transposed {
  bool a = false;
  bool b = false;
};

/// op(a) · op(b), where op is the matrix itself or, if asked for, its transpose. Shapes (m, k) and (k, n) after op.
/// @throws std::invalid_argument when a or b is not a matrix or the inner dimensions differ
Tensor matmul(const Tensor& a, const Tensor& b, Transposed transposed = {});

/// f(x · weightᵀ + bias): x (N, in), weight (out, in) as PyTorch stores it, bias (out) or undefined; result (N, out).
/// The activation (identity, relu, sigmoid or tanh) is applied while the product is in the cache.
Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias = {},
              Unary activation = Unary::identity);

}  // namespace primer
