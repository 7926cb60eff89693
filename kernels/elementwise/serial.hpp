#pragma once
// The inner loop of unary() on one CPU thread, for operations that apply an activation while their output is still in
// the cache (gemm's epilogue).

#include "kernels/elementwise/elementwise.hpp"

namespace primer::cpu {

/// y = f(x) on the calling thread. May work in place.
void unary_serial(Unary f, const float* x /* (n) */, float* y /* (n) */, Index n);

/// dx = dy · f'(x) on the calling thread, as unary_backward. May work in place.
void unary_backward_serial(Unary f, const float* x, const float* y, const float* dy, float* dx,
                           Index n);

}  // namespace primer::cpu
