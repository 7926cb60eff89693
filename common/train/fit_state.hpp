#pragma once
// What fit() has to remember, between an interruption and its continuation.

#include <optional>

#include "common/train/fit.hpp"

namespace primer::train {

/// Counts for fit(), and keeps the best weights. Module and optimiser must outlive it.
class FitState {
 public:
  /// At the first epoch. Sets options.random, if there is one, to a seed of its own, which depends
  /// on options.seed alone.
  FitState(const FitOptions& options, nn::Module& module, optim::Optimizer& optimizer);
  /// Gives the random generator back as it was.
  ~FitState();
  FitState(const FitState&) = delete;
  FitState& operator=(const FitState&) = delete;

  /// Puts everything back as it was at that position.
  /// @throws std::invalid_argument when it is another module's or optimiser's
  void restore(const Position& position);
  /// All of it, for Journal::save(), which copies: the tensors still share memory with module and
  /// optimiser.
  Position position() const;

  /// Takes note of a batch's mean loss.
  void add(double loss, Index examples);
  /// Of the present epoch's examples so far.
  double mean_loss() const { return loss_sum_ / static_cast<double>(examples_); }
  /// Goes on to the next epoch, after an evaluation.
  void end_epoch(const Numbers& numbers);
  /// Whether early stopping has had enough.
  bool finished() const { return stopping_ && stopping_->exhausted(); }
  /// Gives the module, with early stopping, the weights of the best epoch.
  /// @return the epoch that they are from, counted from 1; 0 before the first
  Index choose_weights();

  Index epoch = 0;  ///< epochs done
  Index batch = 0;  ///< batches done in the present one

 private:
  double loss_sum_ = 0;
  Index examples_ = 0;
  std::optional<EarlyStopping> stopping_;
  NamedTensors best_;  ///< weights of the best epoch, with early stopping
  nn::Module& module_;
  optim::Optimizer& optimizer_;
  Generator* random_;
  RandomState random_before_;
};

}  // namespace primer::train
