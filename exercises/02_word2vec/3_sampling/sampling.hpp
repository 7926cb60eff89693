#pragma once
// Exercise 2.3: which words are kept, and which are drawn as noise.

#include <cstdint>
#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// With what probability each word of the text is kept when frequent ones are thinned out: √(t/f) + t/f and at most 1, where f is the
/// word's share of the text.
/// @param counts how often each word occurs, at least once
/// @param t above 0
std::vector<double> keep_probabilities(const std::vector<std::int64_t>& counts, double t);

/// With what probability each word is drawn as noise: as its count to the power `power`, all together 1.
std::vector<double> noise_probabilities(const std::vector<std::int64_t>& counts, double power);

/// The word at which a spinner stops: words lie side by side on [0, 1), each as wide as its probability, in order.
/// @param probabilities add up to 1; some may be 0
/// @param at in [0, 1)
/// @return a word whose probability is not 0
int spin(const std::vector<double>& probabilities, double at);

PRIMER_INTERFACE(keep_probabilities, noise_probabilities, spin);

}  // namespace primer::exercise
