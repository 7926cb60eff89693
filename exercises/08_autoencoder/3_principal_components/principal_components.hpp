#pragma once
// Exercise 8.3: principal components, the best linear code.

#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// Rows of equally many numbers.
using Rows = std::vector<std::vector<double>>;

struct PrincipalComponents {
  std::vector<double> mean;      ///< (D)
  Rows axes;                     ///< (K, D), of length one, at right angles to each other
  std::vector<double> variance;  ///< (K), of the rows along each axis, the largest first
};

/// The directions in which the rows vary most.
/// @param x (N, D), at least one row
/// @param count K, at most the number of directions in which the rows vary at all
PrincipalComponents principal_components(const Rows& x, int count);

/// How far the rows lie along each axis, seen from the mean: (N, D) to (N, K).
Rows encode(const PrincipalComponents& components, const Rows& x);

/// The rows that have this code and no part besides: (N, K) to (N, D).
Rows decode(const PrincipalComponents& components, const Rows& code);

/// The mean of the squared differences between x (N, D) and what is decoded from its code.
double squared_error(const PrincipalComponents& components, const Rows& x);

PRIMER_INTERFACE(principal_components, encode, decode, squared_error);

}  // namespace primer::exercise
