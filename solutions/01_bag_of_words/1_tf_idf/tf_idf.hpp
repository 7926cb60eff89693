#pragma once
// Exercise 1.1: weigh the words of some texts by TF-IDF.

#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// Numbers for texts, one a row, and words, one a column; all rows of the same length. One text and one word at least.
using Matrix = std::vector<std::vector<double>>;

/// In how many texts each word stands. @param counts (N, V), how often word v stands in text n
/// @return (V)
std::vector<double> document_frequency(const Matrix& counts);

/// counts · log(N / document frequency), and each row divided by its length; a row of zeros stays one. A word that
/// stands in no text has the weight 0 everywhere.
/// @return (N, V)
Matrix tf_idf(const Matrix& counts);

PRIMER_INTERFACE(document_frequency, tf_idf);

}  // namespace primer::exercise
