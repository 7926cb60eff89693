#pragma once
// Gradients that are too long are shortened before the step.

#include <vector>

#include "common/tensor/tensor.hpp"

namespace primer::optim {

/// Scales all gradients together so that their norm, taken over all of them as one long vector, is at most `largest`
/// (Pascanu, Mikolov & Bengio 2013). A norm that is NaN or infinite changes nothing: the loop that called looks at it.
/// @return the norm before
double clip_grad_norm(const std::vector<Tensor>& parameters, double largest);

/// Limits every element of every gradient to [-largest, largest]; NaN stays NaN.
void clip_grad_value(const std::vector<Tensor>& parameters, double largest);

}  // namespace primer::optim
