#pragma once
// Exercise 1.3: search by an inverted index, ranked by BM25.

#include <string>
#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// A text as its words in order; perhaps none.
using Text = std::vector<std::string>;

/// The score of each text for the query by BM25, with k1 and b:
///
///   the sum over the words of the query, a word as often as it stands there, of
///   log(1 + (N - d + 1/2) / (d + 1/2)) · (k1 + 1) c / (c + k1 (1 - b + b length / mean length)),
///
/// where d of the N texts have the word and the text has it c times; 0 for a text without a word of the query.
/// @param texts (N), one word at least in all
/// @return (N)
std::vector<double> bm25(const std::vector<Text>& texts, const Text& query, double k1, double b);

/// The numbers of the texts with a score above zero, the best first, equal ones in their order; at most `count`.
std::vector<int> best(const std::vector<double>& scores, int count);

PRIMER_INTERFACE(bm25, best);

}  // namespace primer::exercise
