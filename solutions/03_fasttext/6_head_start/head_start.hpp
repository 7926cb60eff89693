#pragma once
// Exercise 3.6: a classifier that starts from vectors.

#include <string>
#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;

/// What somebody else has learned.
struct Vectors {
  std::vector<std::string> words;  ///< at least one, all different
  Matrix values;                   ///< a vector for each
};

/// A row for each of our words: its vector if it was brought, and else zeros.
/// @param vocabulary of different words
/// @throws std::invalid_argument when there are not as many vectors as words, or they are not equally long
Matrix start(const std::vector<std::string>& vocabulary, const Vectors& brought);

/// All vectors are equally long.
struct Model {
  Matrix table;    ///< z, of words
  Matrix classes;  ///< u, one for each class
};

/// A text with its class.
struct Text {
  std::vector<int> rows;  ///< places in `table`; one may be there twice, and there may be none
  int label = 0;
};

/// The model after gradient descent on -log p of the right class, a step for each text in order, `epochs` times.
/// @param rate of the first step; that of step t of T is rate · (1 - t/T)
/// @param frozen if so, `table` stays as it is
Model learn(const Model& model, const std::vector<Text>& texts, int epochs, double rate,
            bool frozen);

PRIMER_INTERFACE(start, learn);

}  // namespace primer::exercise
