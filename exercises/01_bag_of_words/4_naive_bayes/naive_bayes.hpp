#pragma once
// Exercise 1.4: learn to sort texts by counting.

#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// A score for each class: bias[k] + the sum over words of count · weight[word][k].
struct Model {
  std::vector<double> bias;                 ///< (K)
  std::vector<std::vector<double>> weight;  ///< (V, K)
};
/// How often each word stands in each text: (N, V).
using Counts = std::vector<std::vector<double>>;

/// Naive Bayes: bias[k] = log(share of the texts that are of class k), and weight[v][k] = log of the share that word v has
/// of all words in texts of class k, where each count begins at `smoothing`.
/// @param counts one text and one word at least
/// @param labels (N), from 0 to classes - 1, each of which occurs
/// @param smoothing above 0
Model train(const Counts& counts, const std::vector<int>& labels, int classes, double smoothing);

/// The class with the largest score for each text, the first of equal ones: (N).
std::vector<int> predict(const Model& model, const Counts& counts);

PRIMER_INTERFACE(train, predict);

}  // namespace primer::exercise
