#pragma once
// Functions of one or two arrays, element by element.

#include <array>

#include "kernels/operation.hpp"

namespace primer {

/// A function f of one number, y = f(x).
enum class Unary {
  identity,    ///< x
  negate,      ///< -x
  square,      ///< x²
  sqrt,        ///< √x; NaN below 0
  exp,         ///< eˣ
  log,         ///< natural logarithm; -Inf at 0, NaN below
  reciprocal,  ///< 1/x
  relu,        ///< max(x, 0); NaN stays NaN
  sigmoid,     ///< 1 / (1 + exp(-x))
  tanh,        ///< (exp(x) - exp(-x)) / (exp(x) + exp(-x))
  gelu,        ///< x Φ(x), by erf (Hendrycks & Gimpel 2016, arXiv:1606.08415; PyTorch's default)
};

/// An operation ∘ on two numbers: a + b, a - b, a · b or a / b.
enum class Binary { add, subtract, multiply, divide };

/// How two operands are read to fill one output of up to four dimensions: the output has `size`, and each operand moves
/// by its own stride (in elements) along each dimension, 0 where it is repeated. Made by broadcast() below; the last
/// strides are 0 or 1.
struct Broadcast {
  std::array<Index, 4> size{1, 1, 1, 1};      ///< of the output, behind ones that it does not need
  std::array<Index, 4> a_stride{0, 0, 0, 0};  ///< from one element of a to the next, by dimension
  std::array<Index, 4> b_stride{0, 0, 0, 0};  ///< the same for b
};

/// NumPy's rule: shapes are aligned at their last dimension, and a dimension of 1 (or a missing one) is repeated.
/// Neighbouring dimensions that both operands walk alike are merged, so that equal shapes become one long row.
/// Returns false when the shapes do not fit or more than four dimensions remain after merging.
bool broadcast(const Index* a_shape, int a_rank, const Index* b_shape, int b_rank,
               Broadcast& result);

namespace cpu {

/// y = f(x). May work in place (y == x).
void unary(Unary f, const float* x /* (n) */, float* y /* (n) */, Index n, Stream);

/// dx = dy · f'(x), given both the input x and the output y = f(x). Functions whose slope follows from y alone (relu,
/// sigmoid, tanh, exp, sqrt, reciprocal) do not read x, those that need x (square, log, gelu) do not read y, and identity
/// and negate read neither: what is not read may be null. May work in place (dx == dy). The slope of relu at 0 is 0.
void unary_backward(Unary f, const float* x /* (n) */, const float* y /* (n) */,
                    const float* dy /* (n) */, float* dx /* (n) */, Index n, Stream);

/// y = a ∘ b over the broadcast output. May work in place on an operand that is not repeated.
void binary(Binary f, const float* a, const float* b, float* y, const Broadcast& shape, Stream);

/// Gradients of y = a ∘ b in the shape of the *output*: da = dy · ∂y/∂a and db = dy · ∂y/∂b. Either may be null.
/// Where an operand was repeated, the caller sums its gradient over the repeats (reduce). Addition and subtraction read
/// neither a nor b, which may then be null. Either gradient may be written over dy (da == dy or db == dy) if the other is
/// null.
void binary_backward(Binary f, const float* a, const float* b, const float* dy, float* da,
                     float* db, const Broadcast& shape, Stream);

/// y = alpha · x + beta · y; with beta = 0, y is not read. May work in place (y == x).
void scale_add(float alpha, const float* x /* (n) */, float beta, float* y /* (n) */, Index n,
               Stream);

/// y = value everywhere.
void fill(float value, float* y /* (n) */, Index n, Stream);

/// Rows picked by number: y[i] = x[rows[i]] (embedding look-up, batches). Row numbers are checked by the caller.
void gather_rows(const float* x /* (any, columns) */, const std::int32_t* rows /* (n) */,
                 float* y /* (n, columns) */, Index n, Index columns, Stream);

}  // namespace cpu
}  // namespace primer

PRIMER_TWINS(unary);
PRIMER_TWINS(unary_backward);
PRIMER_TWINS(binary);
PRIMER_TWINS(binary_backward);
PRIMER_TWINS(scale_add);
PRIMER_TWINS(fill);
PRIMER_TWINS(gather_rows);
