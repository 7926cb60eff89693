#pragma once
// The seed that random tensors are drawn from, and how far it has been used.

#include "kernels/random/random.hpp"

namespace primer {

/// A stream of random numbers that everything in a run draws from. Two numbers are its whole state, so a checkpoint can
/// hold it; the same seed gives the same numbers with any number of threads and on any device.
class Generator {
 public:
  /// At the first draw of that seed.
  explicit Generator(std::uint64_t seed) : state_{seed, 0} {}

  /// Reserves the next `draws` draws for an operation.
  RandomState take(Index draws) {
    const RandomState taken = state_;
    state_.offset += static_cast<std::uint64_t>(draws);
    return taken;
  }

  /// The seed and the number of draws taken, for a checkpoint.
  const RandomState& state() const { return state_; }
  /// Goes on from a state that state() gave, perhaps another generator's.
  void restore(const RandomState& state) { state_ = state; }

 private:
  RandomState state_;
};

/// An independent seed for a named part of a run, such as one epoch's shuffling: mixes its arguments through Philox.
std::uint64_t derive_seed(std::uint64_t seed, std::uint64_t purpose, std::uint64_t index = 0);

}  // namespace primer
