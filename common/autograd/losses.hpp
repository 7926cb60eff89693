#pragma once
// The losses that training makes small.

#include "common/tensor/int_tensor.hpp"
#include "common/tensor/tensor.hpp"
#include "kernels/cross_entropy/cross_entropy.hpp"

namespace primer {

/// Mean over all elements of (x - target)²; a scalar. The target gets no gradient, and is taken to the device of x.
Tensor mse_loss(const Tensor& x, const Tensor& target);

/// Mean over the rows of -log softmax(logits)[label]; a scalar. logits (N, classes), labels (N); rows labelled
/// `ignored_label` do not count. Labels are looked at on the CPU and then taken to the device of the logits, so they are
/// best given there. @throws std::invalid_argument when a label is out of range
Tensor cross_entropy(const Tensor& logits, const IntTensor& labels);

}  // namespace primer
