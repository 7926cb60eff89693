#pragma once
// One step of Adam or AdamW over flat memory, in one pass: 4 arrays read, 3 written, 28 bytes a weight.

#include "kernels/operation.hpp"

namespace primer {

/// Kingma & Ba 2015 (arXiv:1412.6980), algorithm 1, in PyTorch's arrangement; decoupled weight decay: Loshchilov & Hutter
/// 2019 (arXiv:1711.05101).
struct AdamStep {
  double learning_rate = 1e-3;  ///< of this step
  double beta1 = 0.9;           ///< how much of m, the running mean of gradients, is kept
  double beta2 = 0.999;         ///< how much of v, the running mean of their squares, is kept
  double epsilon = 1e-8;        ///< added to the root, so that nothing is divided by zero
  double weight_decay = 0;      ///< λ: g += λ · w, or if decoupled w -= lr · λ · w
  bool decoupled = false;  ///< AdamW: the decay acts on the weight itself, not through the moments
  Index step = 1;          ///< counted from 1; corrects the moments' start at zero
};

namespace cpu {

/// m = β1 m + (1-β1) g; v = β2 v + (1-β2) g²; w -= lr · (m/(1-β1ᵗ)) / (√(v/(1-β2ᵗ)) + ε).
void adam(float* w /* (n) */, const float* g /* (n) */, float* m /* (n) */, float* v /* (n) */,
          Index n, const AdamStep&, Stream);

}  // namespace cpu
}  // namespace primer

PRIMER_TWINS(adam);
