#pragma once
// Exercise 1.2: how alike two texts are, when only what is not zero is kept.

#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// A word of a text and its weight there.
struct Entry {
  int word;
  double value;
};
/// What is not zero in a row, by rising word, none twice; perhaps nothing.
using Row = std::vector<Entry>;

/// The sum over the words that stand in both of the product of their values, in |a| + |b| steps.
double dot(const Row& a, const Row& b);

/// The cosine of the angle between both; 0 if one of them is empty or of length 0.
double cosine(const Row& a, const Row& b);

PRIMER_INTERFACE(dot, cosine);

}  // namespace primer::exercise
