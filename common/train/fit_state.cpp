#include "common/train/fit_state.hpp"

namespace primer::train {
namespace {

constexpr std::uint64_t draws_of_fit = 0xF17'0001;  // a purpose of derive_seed

}  // namespace

FitState::FitState(const FitOptions& options, nn::Module& module, optim::Optimizer& optimizer)
    : module_(module), optimizer_(optimizer), random_(options.random) {
  if (options.early_stopping) stopping_.emplace(*options.early_stopping);
  if (!random_) return;
  random_before_ = random_->state();
  random_->restore({derive_seed(options.seed, draws_of_fit), 0});
}

FitState::~FitState() {
  if (random_) random_->restore(random_before_);
}

void FitState::add(double loss, Index examples) {
  loss_sum_ += loss * static_cast<double>(examples);
  examples_ += examples;
}

void FitState::end_epoch(const Numbers& numbers) {
  ++epoch;
  batch = 0;
  loss_sum_ = 0;
  examples_ = 0;
  if (stopping_ && stopping_->improved(epoch, numbers)) best_ = copy_of(module_.state());
}

Index FitState::choose_weights() {
  if (best_.empty()) return epoch;
  module_.load_state(best_);
  return stopping_->state().best_epoch;
}

void FitState::restore(const Position& position) {
  const auto counter = [&](const char* name) { return position.counters.at(name); };
  epoch = static_cast<Index>(counter("epoch"));
  batch = static_cast<Index>(counter("batch"));
  examples_ = static_cast<Index>(counter("examples"));
  loss_sum_ = position.numbers.at("loss_sum");
  module_.load_state(nn::part_of("module.", position.tensors));
  optimizer_.load_state(nn::part_of("optimizer.", position.tensors));
  if (random_) random_->restore({random_->state().seed, counter("draws")});
  if (stopping_) {
    stopping_->restore({.best = position.numbers.at("best"),
                        .best_epoch = static_cast<Index>(counter("best_epoch")),
                        .epochs_without = static_cast<Index>(counter("epochs_without"))});
    best_ = nn::part_of("best.", position.tensors);
  }
}

Position FitState::position() const {
  Position position;
  const auto count = [&](const char* name, Index value) {
    position.counters[name] = static_cast<std::uint64_t>(value);
  };
  count("epoch", epoch);
  count("batch", batch);
  count("examples", examples_);
  position.numbers["loss_sum"] = loss_sum_;
  append(position.tensors, "module.", module_.state());
  append(position.tensors, "optimizer.", optimizer_.state());
  if (random_) position.counters["draws"] = random_->state().offset;
  if (stopping_) {
    position.numbers["best"] = stopping_->state().best;
    count("best_epoch", stopping_->state().best_epoch);
    count("epochs_without", stopping_->state().epochs_without);
    append(position.tensors, "best.", best_);
  }
  return position;
}

}  // namespace primer::train
