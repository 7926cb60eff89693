#pragma once
// Mean squared error.

#include "kernels/operation.hpp"

namespace primer {

/// Floats of scratch space that mse() needs.
Index mse_workspace(Index n);

namespace cpu {

/// loss = (1/n) Σ (x - target)²; NaN for n = 0, as in PyTorch.
void mse(const float* x /* (n) */, const float* target /* (n) */, float* loss /* (1) */, Index n,
         float* workspace, Stream);

/// dx = dloss · 2/n · (x - target).
void mse_backward(const float* x /* (n) */, const float* target /* (n) */,
                  const float* dloss /* (1) */, float* dx /* (n) */, Index n, Stream);

}  // namespace cpu
}  // namespace primer

PRIMER_TWINS(mse);
PRIMER_TWINS(mse_backward);
