#pragma once

#include "common/tensor/tensor.hpp"

namespace primer {

/// Over the last dimension.
Tensor softmax(const Tensor& x);
Tensor log_softmax(const Tensor& x);

}  // namespace primer
