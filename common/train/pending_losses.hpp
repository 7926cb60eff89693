#pragma once
// Losses that a device has yet to work out.

#include <vector>

#include "common/tensor/tensor.hpp"

namespace primer::train {

/// Keeps the losses of a few batches where they were made, and reads them all at once. To read a number from a GPU means to
/// wait until it has done all that it was told to, and a loop that waits at every step keeps it idle between steps.
class PendingLosses {
 public:
  /// A loss that has been read.
  struct Read {
    double loss = 0;     ///< the mean over its batch
    Index examples = 0;  ///< that the batch had
  };

  /// Takes note of a batch's loss, a scalar, without waiting for it.
  /// @throws std::invalid_argument when losses of another device have yet to be read
  void add(const Tensor& loss, Index examples);
  /// Whether the losses should be read now: at once where they lie on the CPU, and elsewhere when there are many.
  bool full() const;
  /// Waits for the losses and hands them out in the order in which they came.
  std::vector<Read> read();

 private:
  Tensor losses_;  ///< (capacity), on the device of the losses
  std::vector<Index> examples_;
};

}  // namespace primer::train
