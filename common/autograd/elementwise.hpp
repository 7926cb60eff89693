#pragma once

#include "common/tensor/generator.hpp"
#include "common/tensor/int_tensor.hpp"
#include "common/tensor/tensor.hpp"
#include "kernels/elementwise/elementwise.hpp"

namespace primer {

/// Element by element, with NumPy's broadcasting. @throws std::invalid_argument when the shapes do not fit
Tensor operator+(const Tensor& a, const Tensor& b);
Tensor operator-(const Tensor& a, const Tensor& b);
Tensor operator*(const Tensor& a, const Tensor& b);
Tensor operator/(const Tensor& a, const Tensor& b);
Tensor operator+(const Tensor& a, float b);
Tensor operator-(const Tensor& a, float b);
Tensor operator*(const Tensor& a, float b);
Tensor operator/(const Tensor& a, float b);
Tensor operator*(float a, const Tensor& b);
Tensor operator-(const Tensor& x);

/// y = f(x), element by element.
Tensor unary(Unary f, const Tensor& x);
inline Tensor square(const Tensor& x) { return unary(Unary::square, x); }
inline Tensor sqrt(const Tensor& x) { return unary(Unary::sqrt, x); }
inline Tensor exp(const Tensor& x) { return unary(Unary::exp, x); }
inline Tensor log(const Tensor& x) { return unary(Unary::log, x); }
inline Tensor relu(const Tensor& x) { return unary(Unary::relu, x); }
inline Tensor sigmoid(const Tensor& x) { return unary(Unary::sigmoid, x); }
inline Tensor tanh(const Tensor& x) { return unary(Unary::tanh, x); }
inline Tensor gelu(const Tensor& x) { return unary(Unary::gelu, x); }

/// Sets elements to zero with probability p and scales the others by 1/(1-p).
/// @throws std::invalid_argument when p is not in [0, 1]
Tensor dropout(const Tensor& x, float p, Generator& random);

/// x[rows], a copy of some rows of the first dimension (a batch). Not differentiable.
/// @throws std::invalid_argument when a row number is out of range
Tensor gather(const Tensor& x, const IntTensor& rows);
IntTensor gather(const IntTensor& x, const IntTensor& rows);

}  // namespace primer
