#pragma once
// Functions of one or two tensors, element by element.

#include "common/tensor/generator.hpp"
#include "common/tensor/int_tensor.hpp"
#include "common/tensor/tensor.hpp"
#include "kernels/elementwise/elementwise.hpp"

namespace primer {

/// Element by element, with NumPy's broadcasting. @throws std::invalid_argument when the shapes do not fit
Tensor operator+(const Tensor& a, const Tensor& b);
/// a - b, with the same rules and errors.
Tensor operator-(const Tensor& a, const Tensor& b);
/// a · b element by element, with the same rules and errors; matmul() is the matrix product.
Tensor operator*(const Tensor& a, const Tensor& b);
/// a / b, with the same rules and errors. A division by zero gives Inf or NaN, no error.
Tensor operator/(const Tensor& a, const Tensor& b);
/// Each element plus b.
Tensor operator+(const Tensor& a, float b);
/// Each element minus b.
Tensor operator-(const Tensor& a, float b);
/// Each element times b.
Tensor operator*(const Tensor& a, float b);
/// Each element times 1 / b: the quotient but for a rounding error, unless b is so small that 1 / b
/// is infinite.
Tensor operator/(const Tensor& a, float b);
/// Each element times a.
Tensor operator*(float a, const Tensor& b);
/// Each element times -1.
Tensor operator-(const Tensor& x);

/// y = f(x), element by element.
Tensor unary(Unary f, const Tensor& x);
/// x². The gradient is 2x times that of the result.
inline Tensor square(const Tensor& x) { return unary(Unary::square, x); }
/// √x, NaN below 0. The slope at 0 is infinite.
inline Tensor sqrt(const Tensor& x) { return unary(Unary::sqrt, x); }
/// eˣ, Inf from about 88.7 on.
inline Tensor exp(const Tensor& x) { return unary(Unary::exp, x); }
/// Natural logarithm, -Inf at 0 and NaN below.
inline Tensor log(const Tensor& x) { return unary(Unary::log, x); }
/// max(x, 0). No gradient goes back where x is 0 or less.
inline Tensor relu(const Tensor& x) { return unary(Unary::relu, x); }
/// 1 / (1 + e⁻ˣ).
inline Tensor sigmoid(const Tensor& x) { return unary(Unary::sigmoid, x); }
/// Hyperbolic tangent.
inline Tensor tanh(const Tensor& x) { return unary(Unary::tanh, x); }
/// x Φ(x), where Φ is the normal distribution: the exact form, not the one by tanh.
inline Tensor gelu(const Tensor& x) { return unary(Unary::gelu, x); }

/// Sets elements to zero with probability p and scales the others by 1/(1-p).
/// @throws std::invalid_argument when p is not in [0, 1]
Tensor dropout(const Tensor& x, float p, Generator& random);

/// x[rows], a copy of some rows of the first dimension (a batch), on the device of x. Not differentiable. The numbers of the
/// rows are looked at on the CPU, so they are best given there.
/// @throws std::invalid_argument when a row number is out of range
Tensor gather(const Tensor& x, const IntTensor& rows);
/// The same for labels, token ids or row numbers; on the CPU.
IntTensor gather(const IntTensor& x, const IntTensor& rows);

}  // namespace primer
