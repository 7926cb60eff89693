#pragma once
// Exercise 4.5: a small network, trained from scratch.

#include <array>
#include <cstdint>
#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

using Matrix = std::vector<std::vector<double>>;
using Point = std::array<double, 2>;

/// scores = max(point W1ᵀ + b1, 0) W2ᵀ + b2, one score for each class.
struct Network {
  Matrix w1;               ///< (hidden, 2)
  std::vector<double> b1;  ///< (hidden)
  Matrix w2;               ///< (classes, hidden)
  std::vector<double> b2;  ///< (classes)
};

/// A network that has learned to tell the classes of points apart.
/// @param points where they are, in any unit and around any centre
/// @param labels of each point its class, from 0 to classes - 1
/// @param seed of all that is random: the same seed gives the same network, another one another
/// @return at most 32 hidden values
Network train(const std::vector<Point>& points, const std::vector<int>& labels, int classes,
              std::uint64_t seed);

/// For each point the class of its largest score.
std::vector<int> predict(const Network& network, const std::vector<Point>& points);

PRIMER_INTERFACE(train, predict);

}  // namespace primer::exercise
