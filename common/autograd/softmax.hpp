#pragma once
// Scores as probabilities.

#include "common/tensor/tensor.hpp"

namespace primer {

/// Over the last dimension.
Tensor softmax(const Tensor& x);
/// log softmax(x) over the last dimension, precise also where softmax itself becomes 0.
/// @throws std::invalid_argument for a scalar
Tensor log_softmax(const Tensor& x);

}  // namespace primer
