#pragma once
// Exercise 2.5: what is to c as b is to a?

#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// Word vectors, a row for each word, equally long.
using Matrix = std::vector<std::vector<double>>;

/// The word that is to `c` what `b` is to `a`: the one whose vector makes the smallest angle with b - a + c, where every vector has
/// first been brought to length one. The three given words are not an answer. Of equally near ones the first.
/// @param vectors of at least four words
/// @return its row
int analogy(const Matrix& vectors, int a, int b, int c);

/// A question and its answer.
struct Question {
  int a = 0, b = 0, c = 0, answer = 0;
};

/// The share of questions that analogy() answers rightly; those with a word below 0, which the vocabulary does not have, are not
/// counted. 0 if none is left.
double accuracy(const Matrix& vectors, const std::vector<Question>& questions);

PRIMER_INTERFACE(analogy, accuracy);

}  // namespace primer::exercise
