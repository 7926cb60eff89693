#pragma once
// Folding many terms into one on the calling thread.

#include <array>
#include <limits>

#include "kernels/operation.hpp"

namespace primer::cpu {

// A way to fold has the value of nothing, takes a term in, and says how two partial results are folded further.

/// x₀ + x₁ + …
struct Sum {
  static constexpr float nothing = 0;  ///< of no terms
  PRIMER_HOST_DEVICE static float take(float total, float x) {
    return total + x;
  }                     ///< one term more
  using Further = Sum;  ///< for partial results
};

/// x₀² + x₁² + …, of which partial results are summed.
struct SumOfSquares {
  static constexpr float nothing = 0;  ///< of no terms
  PRIMER_HOST_DEVICE static float take(float total, float x) {
    return total + x * x;
  }                     ///< one term more
  using Further = Sum;  ///< for partial results
};

/// NaN wins: it is not below anything, and nothing is above it.
struct Maximum {
  static constexpr float nothing = -std::numeric_limits<float>::infinity();  ///< of no terms
  /// One term more.
  PRIMER_HOST_DEVICE static float take(float largest, float x) {
    return x <= largest || largest != largest ? largest : x;
  }
  using Further = Maximum;  ///< for partial results
};

/// Folds term(begin) … term(end-1), in blocks whose results are folded in pairs, pairs of pairs and so on, so that a sum's
/// rounding error grows with the logarithm of their number. Within a block 16 lanes run side by side for the sake of
/// vectorisation. The order depends on begin and end alone.
template <class Way, class Term>
float fold(Index begin, Index end, const Term& term) {
  using Further = typename Way::Further;
  constexpr Index lanes = 16, block = 1024;
  if (end - begin > block) {
    const Index middle = begin + (end - begin + block) / (2 * block) * block;
    return Further::take(fold<Way>(begin, middle, term), fold<Way>(middle, end, term));
  }
  std::array<float, lanes> partial;
  partial.fill(Way::nothing);
  Index i = begin;
  for (; i + lanes <= end; i += lanes) {
#pragma omp simd
    for (Index lane = 0; lane < lanes; ++lane) {
      partial[lane] = Way::take(partial[lane], term(i + lane));
    }
  }
  for (Index lane = 0; i + lane < end; ++lane) {
    partial[lane] = Way::take(partial[lane], term(i + lane));
  }
  for (Index width = lanes / 2; width > 0; width /= 2) {
    for (Index lane = 0; lane < width; ++lane) {
      partial[lane] = Further::take(partial[lane], partial[lane + width]);
    }
  }
  return partial[0];
}

}  // namespace primer::cpu
