#pragma once
// How good a classifier is: accuracy, F1, and what it takes for what.

#include <vector>

#include "common/data/dataset.hpp"
#include "common/nn/module.hpp"
#include "common/tensor/int_tensor.hpp"

namespace primer::train {

/// How a classifier did on one class, or on the average over classes. A quotient 0/0 counts as 0, as in scikit-learn.
struct Score {
  double precision = 0;  ///< of what was predicted to be the class, how much is
  double recall = 0;     ///< of what is the class, how much was predicted to be
  double f1 = 0;         ///< harmonic mean of the two
};

/// Confusion matrix of a classifier, and the metrics that follow from it.
class Confusion {
 public:
  /// @throws std::invalid_argument when there is no class
  explicit Confusion(Index classes);

  /// Counts a batch: labels (N) are the true classes, predictions (N) the classifier's.
  /// @throws std::invalid_argument when the lengths differ or a class is out of range; nothing is counted then
  void add(const IntTensor& labels, const IntTensor& predictions);

  /// How many there are, 0 … classes-1.
  Index classes() const { return classes_; }
  /// How many of class `truth` were taken for class `predicted`.
  Index count(Index truth, Index predicted) const;
  /// How many examples were counted.
  Index total() const;

  /// The part that was classified correctly; 0 when nothing was counted.
  double accuracy() const;
  /// One class against all others. @throws std::invalid_argument when there is no such class
  Score score(Index of_class) const;
  /// Unweighted means over all classes, those that never occurred included; F1 is the mean of the F1s.
  Score macro() const;
  /// Hits and misses of all classes thrown together. With one label an example all three are the accuracy.
  Score micro() const;

 private:
  Index classes_;
  std::vector<Index> counts_;  ///< (truth, predicted)
};

/// What a classifier makes of a set, off the tape and a thousand rows at a time, so that the hidden values of all never exist
/// at once.
/// @param model (n, features) to (n, classes) scores; the largest counts
Confusion classify(nn::Module& model, const data::Dataset& set, Index classes);

}  // namespace primer::train
