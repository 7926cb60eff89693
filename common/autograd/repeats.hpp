#pragma once
// The way back of broadcasting.

#include "common/tensor/tensor.hpp"

namespace primer {

/// The way back of broadcasting: sums a gradient over the dimensions along which an operand of shape `operand` was
/// repeated to fill it.
Tensor sum_repeats(const Tensor& gradient, const Shape& operand);

}  // namespace primer
