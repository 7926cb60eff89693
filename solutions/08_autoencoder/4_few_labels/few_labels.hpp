#pragma once
// Exercise 8.4: is a division into training and validation pictures honest?

#include <cstdint>
#include <functional>
#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// Numbers of pictures, in any order.
struct Division {
  std::vector<int> training;
  std::vector<int> validation;
};

/// Draws the pictures to train on and those to validate on. The claim:
///  1. Whole: `count` training and `validation_count` validation pictures, from 0 to N - 1, none twice in a list.
///  2. Apart: none in both lists.
///  3. Balanced: equally many training pictures of each class.
///  4. Repeatable: the same arguments give the same division, up to the order in the lists.
///  5. Drawn: other seeds are other draws, in which all pictures of the pool are equally likely to be validation pictures, and
///     all of one class equally likely to be training pictures.
///  6. Nested: with the same labels, validation count and seed, the training pictures of a smaller count are among those of a
///     larger one, and the validation pictures are the same.
///  7. Or not at all: it throws when a class has too few pictures outside of validation.
/// @param labels (N), the class of each picture of the pool, from 0 to K - 1; K is the largest label and one
/// @param count a multiple of K
/// @param validation_count at most N
/// @throws std::exception as in 7, or when the arguments make no sense
using Divide = std::function<Division(const std::vector<int>& labels, int count,
                                      int validation_count, std::uint64_t seed)>;

/// Whether `divide` keeps the claim.
bool accepts(Divide divide);

PRIMER_INTERFACE(accepts);

}  // namespace primer::exercise
