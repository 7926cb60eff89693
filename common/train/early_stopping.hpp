#pragma once
// Training that ends when a measure no longer gets better.

#include <limits>
#include <string>

#include "common/train/numbers.hpp"
#include "kernels/operation.hpp"

namespace primer::train {

/// When to stop training because a measure no longer gets better.
struct EarlyStoppingOptions {
  /// Which of two values of the measure is the better one.
  enum class Better { lower, higher };

  std::string measure = "val_loss";  ///< which of the numbers that evaluation gives
  Index patience = 5;                ///< how many epochs in a row may bring no improvement
  double min_improvement = 0;        ///< what is not better by more than this is no improvement
  Better better = Better::lower;     ///< lower for a loss, higher for an accuracy
};

/// Counts the epochs without improvement. Prechelt 1998, "Early stopping - but when?".
class EarlyStopping {
 public:
  /// What a checkpoint must hold.
  struct State {
    double best = std::numeric_limits<double>::quiet_NaN();  ///< NaN: none yet
    Index best_epoch = 0;                                    ///< counts from 1; 0: none yet
    Index epochs_without = 0;  ///< epochs in a row that brought no improvement
  };

  /// @throws std::invalid_argument when patience < 1 or min_improvement < 0
  explicit EarlyStopping(EarlyStoppingOptions options);

  /// Takes note of an epoch's measure; NaN is no improvement.
  /// @return whether this epoch is the best so far, so that its weights are to be kept
  bool improved(Index epoch, const Numbers& numbers);
  /// Whether patience has run out.
  bool exhausted() const { return state_.epochs_without >= options_.patience; }

  /// What was counted so far.
  const State& state() const { return state_; }
  /// Goes on from the state of another that had the same options.
  void restore(const State& state) { state_ = state; }

 private:
  EarlyStoppingOptions options_;
  State state_;
};

}  // namespace primer::train
