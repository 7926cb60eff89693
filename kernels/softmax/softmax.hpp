#pragma once
// Softmax and its logarithm over the rows of a matrix, with the row maximum taken away first so that no exponential
// overflows. A row that is -Inf throughout gives NaN, as the quotient 0/0 does.

#include "kernels/operation.hpp"

namespace primer::cpu {

/// y[i, j] = exp(x[i, j]) / Σ_k exp(x[i, k]). May work in place.
void softmax(const float* x /* (rows, columns) */, float* y /* (rows, columns) */, Index rows,
             Index columns, Stream);

/// dx = y · (dy - Σ_k dy_k y_k), row by row, from the output y. May work in place (dx == dy).
void softmax_backward(const float* y /* (rows, columns) */, const float* dy, float* dx, Index rows,
                      Index columns, Stream);

/// y[i, j] = x[i, j] - log Σ_k exp(x[i, k]). May work in place.
void log_softmax(const float* x /* (rows, columns) */, float* y /* (rows, columns) */, Index rows,
                 Index columns, Stream);

/// dx = dy - exp(y) · Σ_k dy_k, row by row, from the output y. May work in place (dx == dy).
void log_softmax_backward(const float* y /* (rows, columns) */, const float* dy, float* dx,
                          Index rows, Index columns, Stream);

}  // namespace primer::cpu

PRIMER_TWINS(softmax);
PRIMER_TWINS(softmax_backward);
PRIMER_TWINS(log_softmax);
PRIMER_TWINS(log_softmax_backward);
