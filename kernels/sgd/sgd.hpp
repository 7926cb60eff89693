#pragma once
// One step of stochastic gradient descent over flat memory, in one pass.

#include "kernels/operation.hpp"

namespace primer {

/// As in PyTorch: g += weight_decay · w; velocity = momentum · velocity + g (the first step: velocity = g);
/// w -= lr · velocity, or with Nesterov's momentum w -= lr · (g + momentum · velocity)
/// (Sutskever, Martens, Dahl & Hinton 2013).
struct SgdStep {
  double learning_rate = 1e-2;  ///< of this step
  double momentum = 0;          ///< how much of the velocity is kept
  double weight_decay = 0;      ///< how much of the weight is added to its gradient
  bool nesterov = false;        ///< look ahead; without a velocity it changes nothing
  bool first = false;           ///< no velocity yet: it is written, not read
};

namespace cpu {

/// velocity is null when momentum is 0.
void sgd(float* w /* (n) */, const float* g /* (n) */, float* velocity /* (n) */, Index n,
         const SgdStep&, Stream);

}  // namespace cpu
}  // namespace primer

PRIMER_TWINS(sgd);
