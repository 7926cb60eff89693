#pragma once
// Dropout (Srivastava et al. 2014), inverted: what is kept is scaled up by 1/(1-p), so that nothing changes at test time.

#include "kernels/operation.hpp"
#include "kernels/random/random.hpp"

namespace primer::cpu {

/// y[i] = x[i] / (1-p) where draw i of the state is at least p, else 0. The mask is never stored: the way back calls the
/// same function on dy with the same state. Uses n draws. 0 <= p <= 1; p = 1 gives zeros. May work in place. What is
/// dropped is 0 even where x is NaN or Inf.
void dropout(const float* x /* (n) */, float* y /* (n) */, Index n, float p, RandomState, Stream);

}  // namespace primer::cpu

PRIMER_TWINS(dropout);
