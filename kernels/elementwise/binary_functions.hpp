#pragma once
// The functions of Binary with their slopes, one element at a time, for every device.

#include <stdexcept>

#include "kernels/elementwise/elementwise.hpp"

namespace primer {

// A function has its value, and what its operands' gradients are for the gradient d of the value.
// `reads_operands` says whether these depend on a and b; where not, da and db are d or -d.

/// Binary::add.
struct Add {
  static constexpr bool reads_operands = false;  ///< da and db do not depend on a and b
  /// a + b
  PRIMER_HOST_DEVICE static float value(float a, float b) { return a + b; }
  /// a's gradient: d
  PRIMER_HOST_DEVICE static float da(float d, float, float) { return d; }
  /// b's gradient: d
  PRIMER_HOST_DEVICE static float db(float d, float, float) { return d; }
};

/// Binary::subtract.
struct Subtract {
  static constexpr bool reads_operands = false;  ///< da and db do not depend on a and b
  /// a - b
  PRIMER_HOST_DEVICE static float value(float a, float b) { return a - b; }
  /// a's gradient: d
  PRIMER_HOST_DEVICE static float da(float d, float, float) { return d; }
  /// b's gradient: -d
  PRIMER_HOST_DEVICE static float db(float d, float, float) { return -d; }
};

/// Binary::multiply.
struct Multiply {
  static constexpr bool reads_operands = true;  ///< da and db depend on a and b
  /// a · b
  PRIMER_HOST_DEVICE static float value(float a, float b) { return a * b; }
  /// a's gradient: d · b
  PRIMER_HOST_DEVICE static float da(float d, float, float b) { return d * b; }
  /// b's gradient: d · a
  PRIMER_HOST_DEVICE static float db(float d, float a, float) { return d * a; }
};

/// Binary::divide.
struct Divide {
  static constexpr bool reads_operands = true;  ///< da and db depend on a and b
  /// a / b
  PRIMER_HOST_DEVICE static float value(float a, float b) { return a / b; }
  /// a's gradient: d / b
  PRIMER_HOST_DEVICE static float da(float d, float, float b) { return d / b; }
  /// b's gradient: -d · a / b²
  PRIMER_HOST_DEVICE static float db(float d, float a, float b) { return -(d / b) * (a / b); }
};

/// Calls body(F{}) with the function that f names.
template <class Body>
void with_function(Binary f, const Body& body) {
  switch (f) {
    case Binary::add:
      return body(Add{});
    case Binary::subtract:
      return body(Subtract{});
    case Binary::multiply:
      return body(Multiply{});
    case Binary::divide:
      return body(Divide{});
  }
  throw std::invalid_argument("binary: no such function");
}

}  // namespace primer
