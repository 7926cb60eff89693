#include "common/train/early_stopping.hpp"

#include <cmath>

#include "common/testing/catch.hpp"

namespace primer::train {
namespace {

using Better = EarlyStoppingOptions::Better;

/// Feeds values until patience runs out. @return the epoch after which it did, 0 if never
Index stopped_after(EarlyStopping& stopping, std::initializer_list<double> values) {
  Index epoch = 0;
  for (const double value : values) {
    stopping.improved(++epoch, {{"train_loss", 0}, {"val_loss", value}});
    if (stopping.exhausted()) return epoch;
  }
  return 0;
}

}  // namespace

TEST_CASE("Training stops after as many epochs without improvement as patience allows") {
  EarlyStopping stopping({.patience = 2});
  CHECK(stopped_after(stopping, {3, 2, 2, 1, 1.5, 1, 0}) == 6);
  CHECK(stopping.state().best == 1);
  CHECK(stopping.state().best_epoch == 4);
}

TEST_CASE("A gain that is too small is no improvement") {
  EarlyStopping stopping({.patience = 2, .min_improvement = 0.5});
  CHECK(stopped_after(stopping, {3, 2.5, 2.75, 1}) == 3);
  CHECK(stopping.state().best == 3);
  EarlyStopping gentle({.patience = 2, .min_improvement = 0.5});
  CHECK(stopped_after(gentle, {3, 2.25, 2, 1.5, 0.5}) == 0);
  CHECK(gentle.state().best_epoch == 5);
}

TEST_CASE("Higher can be better") {
  EarlyStopping stopping({.patience = 1, .better = Better::higher});
  CHECK(stopped_after(stopping, {0.5, 0.75, 0.7}) == 3);
  CHECK(stopping.state().best == 0.75);
}

TEST_CASE("NaN is never an improvement and any number improves on it") {
  EarlyStopping stopping({.patience = 2});
  const double nan = std::nan("");
  CHECK(stopped_after(stopping, {nan, 5, nan, nan}) == 4);
  CHECK(stopping.state().best_epoch == 2);
  EarlyStopping hopeless({.patience = 2});
  CHECK(stopped_after(hopeless, {nan, nan}) == 2);
  CHECK(hopeless.state().best_epoch == 0);
}

TEST_CASE("Early stopping goes on from a saved state as if nothing had happened") {
  EarlyStopping whole({.patience = 3}), first({.patience = 3}), second({.patience = 3});
  CHECK(stopped_after(whole, {3, 2, 4, 4, 4}) == 5);
  CHECK(stopped_after(first, {3, 2, 4}) == 0);
  second.restore(first.state());
  CHECK(stopped_after(second, {4, 4}) == 2);
  CHECK(second.state().best == whole.state().best);
  CHECK(second.state().best_epoch == whole.state().best_epoch);
}

TEST_CASE("Early stopping refuses options without meaning and a measure that is not there") {
  CHECK_THROWS_AS(EarlyStopping({.patience = 0}), std::invalid_argument);
  CHECK_THROWS_AS(EarlyStopping({.min_improvement = -1}), std::invalid_argument);
  CHECK_THROWS_AS(EarlyStopping({.min_improvement = std::nan("")}), std::invalid_argument);
  EarlyStopping stopping({.measure = "f1"});
  CHECK_THROWS_AS(stopping.improved(1, {{"val_loss", 1}}), std::invalid_argument);
}

}  // namespace primer::train
