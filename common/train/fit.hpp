#pragma once
// The loop over epochs and batches.

#include <cstdint>
#include <functional>
#include <optional>

#include "common/nn/module.hpp"
#include "common/optim/optimizer.hpp"
#include "common/optim/schedule.hpp"
#include "common/tensor/generator.hpp"
#include "common/tensor/int_tensor.hpp"
#include "common/train/early_stopping.hpp"
#include "common/train/journal.hpp"

namespace primer::train {

/// How fit() trains.
struct FitOptions {
  Index epochs = 1;        ///< at most, with early stopping; 0: only evaluates
  Index batch_size = 128;  ///< the last batch of an epoch may be smaller
  std::uint64_t seed = 0;  ///< of the order of the batches, and of `random`; the log shows it
  /// Factor of the optimiser's learning rate at each step; none: always 1.
  optim::Schedule schedule = {};
  /// The norm that all gradients together are cut to; 0: not at all.
  double clip_norm = 0;
  /// What dropout and the loss draw from. While fit() runs, it gives the numbers of `seed`; afterwards it goes on where it
  /// was.
  Generator* random = nullptr;
  /// None: all epochs are run, and the weights of the last are kept.
  std::optional<EarlyStoppingOptions> early_stopping = {};
};

/// Trains a module: in each epoch the batches in a new order, then an evaluation, and a row in the journal. It runs inside
/// a stage, goes on from wherever an earlier run was interrupted, and ends with the same bits as if it had not been.
///
/// @param optimizer fresh, not used for anything before
/// @param rows number of training examples
/// @param loss of a batch, given the numbers of its rows (batch); a scalar, the mean over the batch
/// @param evaluate called after each epoch, in evaluation mode and off the tape; what it returns is logged beside
/// `train_loss`, the mean loss of the epoch's batches. May be empty.
/// @return the numbers of the last epoch or, with early stopping, of the best, whose weights the module then has
/// @throws Error when there are no rows or the loss is not finite; Interrupted when that was requested, after saving
/// @throws std::invalid_argument for options without meaning
Numbers fit(Journal& journal, const FitOptions& options, nn::Module& module,
            optim::Optimizer& optimizer, Index rows,
            const std::function<Tensor(const IntTensor& batch)>& loss,
            const std::function<Numbers()>& evaluate = {});

}  // namespace primer::train
