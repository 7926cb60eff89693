#pragma once
// The functions of Unary with their slopes, one element at a time.

#include <cmath>
#include <stdexcept>

#include "kernels/elementwise/elementwise.hpp"
#include "kernels/elementwise/vector_math.hpp"

namespace primer::cpu {

/// What a slope is computed from: nothing, the input x or the output y = f(x).
enum class From { nothing, input, output };

// A function has its value at x, its slope at x or y as slope_from says, and its work in the sense of parallel_for().

/// y = x; dy/dx = 1.
struct Identity {
  static constexpr Index work = 2;                   ///< of an element, for parallel_for()
  static constexpr From slope_from = From::nothing;  ///< what slope() is given
  PRIMER_HOST_DEVICE static float value(float x) { return x; }  ///< y
  PRIMER_HOST_DEVICE static float slope(float) { return 1; }    ///< dy/dx
};

/// y = -x; dy/dx = -1.
struct Negate {
  static constexpr Index work = 2;                   ///< of an element, for parallel_for()
  static constexpr From slope_from = From::nothing;  ///< what slope() is given
  PRIMER_HOST_DEVICE static float value(float x) { return -x; }  ///< y
  PRIMER_HOST_DEVICE static float slope(float) { return -1; }    ///< dy/dx
};

/// y = x²; dy/dx = 2x.
struct Square {
  static constexpr Index work = 2;                 ///< of an element, for parallel_for()
  static constexpr From slope_from = From::input;  ///< what slope() is given
  PRIMER_HOST_DEVICE static float value(float x) { return x * x; }  ///< y
  PRIMER_HOST_DEVICE static float slope(float x) { return 2 * x; }  ///< dy/dx
};

/// y = √x; dy/dx = 1 / (2y), Inf at 0.
struct Sqrt {
  static constexpr Index work = 2;                  ///< of an element, for parallel_for()
  static constexpr From slope_from = From::output;  ///< what slope() is given
  PRIMER_HOST_DEVICE static float value(float x) { return std::sqrt(x); }  ///< y
  PRIMER_HOST_DEVICE static float slope(float y) { return 0.5f / y; }      ///< dy/dx
};

/// y = eˣ; dy/dx = y.
struct Exp {
  static constexpr Index work = 8;                  ///< of an element, for parallel_for()
  static constexpr From slope_from = From::output;  ///< what slope() is given
  PRIMER_HOST_DEVICE static float value(float x) { return vector_math::exp(x); }  ///< y
  PRIMER_HOST_DEVICE static float slope(float y) { return y; }                    ///< dy/dx
};

/// y = ln x; dy/dx = 1/x.
struct Log {
  static constexpr Index work = 8;                 ///< of an element, for parallel_for()
  static constexpr From slope_from = From::input;  ///< what slope() is given
  PRIMER_HOST_DEVICE static float value(float x) { return vector_math::log(x); }  ///< y
  PRIMER_HOST_DEVICE static float slope(float x) { return 1 / x; }                ///< dy/dx
};

/// y = 1/x; dy/dx = -y².
struct Reciprocal {
  static constexpr Index work = 2;                  ///< of an element, for parallel_for()
  static constexpr From slope_from = From::output;  ///< what slope() is given
  PRIMER_HOST_DEVICE static float value(float x) { return 1 / x; }   ///< y
  PRIMER_HOST_DEVICE static float slope(float y) { return -y * y; }  ///< dy/dx
};

/// y = max(x, 0), NaN for NaN; dy/dx = 1 where y > 0, else 0, and 1 for NaN.
struct Relu {
  static constexpr Index work = 2;                  ///< of an element, for parallel_for()
  static constexpr From slope_from = From::output;  ///< what slope() is given
  PRIMER_HOST_DEVICE static float value(float x) { return x < 0 ? 0 : x; }         ///< y
  PRIMER_HOST_DEVICE static float slope(float y) { return y <= 0 ? 0.0f : 1.0f; }  ///< dy/dx
};

/// y = 1 / (1 + e⁻ˣ); dy/dx = y (1 - y).
struct Sigmoid {
  static constexpr Index work = 8;                  ///< of an element, for parallel_for()
  static constexpr From slope_from = From::output;  ///< what slope() is given
  PRIMER_HOST_DEVICE static float value(float x) { return vector_math::sigmoid(x); }  ///< y
  PRIMER_HOST_DEVICE static float slope(float y) { return y * (1 - y); }              ///< dy/dx
};

/// y = tanh x; dy/dx = 1 - y².
struct Tanh {
  static constexpr Index work = 8;                  ///< of an element, for parallel_for()
  static constexpr From slope_from = From::output;  ///< what slope() is given
  PRIMER_HOST_DEVICE static float value(float x) { return vector_math::tanh(x); }  ///< y
  PRIMER_HOST_DEVICE static float slope(float y) { return 1 - y * y; }             ///< dy/dx
};

/// y = x Φ(x); dy/dx = Φ(x) + x φ(x), with the normal distribution's Φ and φ.
struct Gelu {
  static constexpr Index work = 16;                ///< of an element, for parallel_for()
  static constexpr From slope_from = From::input;  ///< what slope() is given
  /// y
  PRIMER_HOST_DEVICE static float value(float x) { return x * vector_math::normal(x).cumulative; }
  /// dy/dx
  PRIMER_HOST_DEVICE static float slope(float x) {
    const auto [density, cumulative] = vector_math::normal(x);
    return cumulative + x * density;
  }
};

/// Calls body(F{}) with the function that f names. @throws std::invalid_argument where it names none, but not on a GPU
#ifdef __CUDACC__
#pragma nv_exec_check_disable
#endif
template <class Body>
PRIMER_HOST_DEVICE void with_function(Unary f, const Body& body) {
  switch (f) {
    case Unary::identity:
      return body(Identity{});
    case Unary::negate:
      return body(Negate{});
    case Unary::square:
      return body(Square{});
    case Unary::sqrt:
      return body(Sqrt{});
    case Unary::exp:
      return body(Exp{});
    case Unary::log:
      return body(Log{});
    case Unary::reciprocal:
      return body(Reciprocal{});
    case Unary::relu:
      return body(Relu{});
    case Unary::sigmoid:
      return body(Sigmoid{});
    case Unary::tanh:
      return body(Tanh{});
    case Unary::gelu:
      return body(Gelu{});
  }
#ifndef __CUDA_ARCH__
  throw std::invalid_argument("unary: no such function");
#endif
}

/// @throws std::invalid_argument when the slope of f does not follow from its output alone
inline void check_slope_from_output(Unary f) {
  with_function(f, [](auto function) {
    if (decltype(function)::slope_from == From::input) {
      throw std::invalid_argument(
          "linear_backward: the activation's slope does not follow from its output");
    }
  });
}

}  // namespace primer::cpu
