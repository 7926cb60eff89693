#pragma once
// Exercise 3.4: a linear classifier over a mean.

#include <cstdint>
#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;

/// A word of a text.
struct Word {
  int row = -1;            ///< -1 if the word is not known
  std::uint32_t hash = 0;  ///< of its letters; known or not
};

/// The rows of a text: those of known words, and one for each pair of neighbours.
/// @param vocabulary how many words are known
/// @param buckets for pairs, behind the words; 0: no pairs
/// @return in any order
std::vector<int> rows(const std::vector<Word>& text, int vocabulary, int buckets);

/// All vectors are equally long.
struct Model {
  Matrix table;    ///< z, of words and pairs
  Matrix classes;  ///< u, one for each class
};

/// What a text with these rows is said to be, a probability for each class.
/// @param rows places in `table`; one may be there twice, and there may be none
std::vector<double> probabilities(const Model& model, const std::vector<int>& rows);

/// The model after one step of gradient descent on -log of the probability of the class `label`, all slopes taken before it.
Model step(const Model& model, const std::vector<int>& rows, int label, double rate);

PRIMER_INTERFACE(rows, probabilities, step);

}  // namespace primer::exercise
