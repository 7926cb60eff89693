#include "common/train/fit.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "common/autograd/node.hpp"
#include "common/data/batches.hpp"
#include "common/error/error.hpp"
#include "common/optim/clip.hpp"
#include "common/train/fit_state.hpp"
#include "common/train/interrupt.hpp"
#include "common/train/pending_losses.hpp"
#include "common/train/progress.hpp"

namespace primer::train {
namespace {

constexpr double patience_within_epochs = 60;  // an epoch may last hours

void check(const FitOptions& options, const optim::Optimizer& optimizer, Index rows,
           const std::string& stage) {
  if (rows == 0) {
    throw data_error(stage, "there are no training examples", "check the data");
  }
  if (rows < 0 || options.epochs < 0 || options.batch_size < 1 || !(options.clip_norm >= 0)) {
    throw std::invalid_argument(
        fmt::format("fit: {} epochs over {} rows by {}, gradients cut to {}", options.epochs, rows,
                    options.batch_size, options.clip_norm));
  }
  if (!optimizer.state().empty()) {
    throw std::invalid_argument("fit: the optimiser has been used before; make one for each fit");
  }
}

// Counts the losses that were pending, the last of them that of batch `batches`.
void count(PendingLosses& pending, FitState& at, Index batches, const std::string& stage) {
  const auto losses = pending.read();
  Index batch = batches - static_cast<Index>(losses.size());
  for (const auto& [loss, examples] : losses) {
    at.add(loss, examples);
    ++batch;
    if (!std::isfinite(at.mean_loss())) {
      throw data_error(stage,
                       fmt::format("the loss is {} in epoch {}, batch {}", shortest(at.mean_loss()),
                                   at.epoch + 1, batch),
                       "lower the learning rate, or look for strange values in the data");
    }
  }
}

Numbers evaluated(nn::Module& module, const std::function<Numbers()>& evaluate) {
  module.eval();
  const autograd::NoGrad off_the_tape;
  return evaluate ? evaluate() : Numbers{};
}

/// What was logged for an epoch of the stage that is running.
Numbers numbers_of(Index epoch, const std::vector<LogRow>& log) {
  for (auto row = log.rbegin(); row != log.rend(); ++row) {
    if (row->epoch == epoch) return row->numbers;
  }
  throw std::logic_error(fmt::format("fit: no row for epoch {}", epoch));
}

}  // namespace

Numbers fit(Journal& journal, const FitOptions& options, nn::Module& module,
            optim::Optimizer& optimizer, Index rows,
            const std::function<Tensor(const IntTensor& batch)>& loss,
            const std::function<Numbers()>& evaluate) {
  const std::string stage = journal.stage_name();
  check(options, optimizer, rows, stage);
  const double learning_rate = optimizer.learning_rate();
  const Index batches_per_epoch = (rows + options.batch_size - 1) / options.batch_size;

  FitState at(options, module, optimizer);
  PendingLosses pending;
  journal.begin_loop([&](const Position& position) { at.restore(position); });
  Progress progress(stage, options.epochs, batches_per_epoch,
                    at.epoch * batches_per_epoch + at.batch);

  while (at.epoch < options.epochs && !at.finished()) {
    module.train();
    const data::Batches batches(rows, options.batch_size, options.seed, at.epoch);
    for (; at.batch < batches.size(); ++at.batch) {
      const int signal = interrupt_requested();
      if (signal != 0 || journal.due(patience_within_epochs)) {
        count(pending, at, at.batch, stage);
        journal.save(at.position());
      }
      if (signal != 0) throw Interrupted(signal);

      const IntTensor& batch = batches[at.batch];
      const Index step = at.epoch * batches.size() + at.batch;
      optimizer.zero_grad();
      const Tensor batch_loss = loss(batch);
      pending.add(batch_loss, batch.size());
      if (pending.full() || progress.due()) count(pending, at, at.batch + 1, stage);
      batch_loss.backward();
      if (options.clip_norm > 0) optim::clip_grad_norm(module.parameters(), options.clip_norm);
      if (options.schedule) {
        optimizer.set_learning_rate(learning_rate * options.schedule(step));
      }
      optimizer.step();
      progress.update(at.epoch + 1, at.batch + 1, at.mean_loss(), batch.size());
    }
    count(pending, at, at.batch, stage);
    Numbers numbers = {{"train_loss", at.mean_loss()}};
    for (const auto& measure : evaluated(module, evaluate)) numbers.push_back(measure);
    journal.record(options.seed, at.epoch + 1, numbers);
    at.end_epoch(numbers);
    if (journal.due()) journal.save(at.position());
  }

  optimizer.set_learning_rate(learning_rate);
  const Index chosen = at.choose_weights();
  return chosen == 0 ? evaluated(module, evaluate) : numbers_of(chosen, journal.log());
}

}  // namespace primer::train
