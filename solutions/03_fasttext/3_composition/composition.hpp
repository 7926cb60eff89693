#pragma once
// Exercise 3.3: the mean of a word's rows, and what a step does to each of them.

#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;

/// All vectors are equally long.
struct Model {
  Matrix table;    ///< z, of words and buckets
  Matrix outputs;  ///< u, of words that are to be named
};

/// From these rows, name a word. Rows and noise may hold a number twice, or be empty; `right` is not among the noise.
struct Question {
  std::vector<int> rows;   ///< R, places in `table`
  int right = 0;           ///< the word that stood there, a place in `outputs`
  std::vector<int> noise;  ///< words that were drawn, places in `outputs`
};

/// The mean of some rows; one that is there twice counts twice.
/// @param table of one row at least
/// @return zeros for no rows
Vector compose(const Matrix& table, const std::vector<int>& rows);

/// The model after one step of gradient descent on L = -log σ(u·h) - Σ log σ(-n·h), all slopes taken before it.
Model step(const Model& model, const Question& question, double rate);

/// The same, but each entry of `question.rows` moves its row as if h were that row.
Model fasttext_step(const Model& model, const Question& question, double rate);

PRIMER_INTERFACE(compose, step, fasttext_step);

}  // namespace primer::exercise
