#pragma once
// The best linear code: the directions in which data vary most.

#include <vector>

#include "common/tensor/tensor.hpp"

namespace primer::data {

/// The directions in which rows of numbers vary most, each orthogonal to those before it: the best linear code of that length
/// (Pearson 1901).
struct PrincipalComponents {
  Tensor mean;                   ///< (features)
  Tensor axes;                   ///< (components, features), of length one, by falling variance
  std::vector<double> variance;  ///< (components), of the rows along each axis

  /// How far along each axis: x (N, features) to (N, components), on the CPU.
  Tensor encode(const Tensor& x) const;
  /// The point of the rows' plane that has this code: (N, components) to (N, features), on the CPU.
  Tensor decode(const Tensor& code) const;
};

/// Works on the CPU, wherever the rows lie.
/// @param x (N, features), at least one row
/// @param components at most as many as features
/// @throws std::invalid_argument when the shapes do not fit
/// @throws Error when a number is not finite
PrincipalComponents principal_components(const Tensor& x, Index components);

}  // namespace primer::data
