#pragma once
// Sums, means and maxima along a dimension.

#include "common/tensor/int_tensor.hpp"
#include "common/tensor/tensor.hpp"

namespace primer {

/// Over all elements; a scalar.
Tensor sum(const Tensor& x);
/// The mean of all elements; a scalar, NaN when there are none.
Tensor mean(const Tensor& x);
/// Over one dimension, which disappears; negative numbers count from the end.
Tensor sum(const Tensor& x, int dimension);
/// The same for means; NaN where that dimension is empty.
/// @throws std::invalid_argument when there is no such dimension
Tensor mean(const Tensor& x, int dimension);
/// The largest; its gradient goes to the first of equals.
Tensor max(const Tensor& x, int dimension);
/// Where the largest stands, the first of equals. Not differentiable.
IntTensor argmax(const Tensor& x, int dimension);

}  // namespace primer
