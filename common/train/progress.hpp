#pragma once
// The line on the terminal that shows how far a long run is.

#include <chrono>
#include <string>

#include "kernels/operation.hpp"

namespace primer::train {

/// What a progress line tells.
struct ProgressState {
  std::string stage;  ///< comes first, and is the last to be cut
  /// The epoch that is running, counted from 1.
  Index epoch = 0, epochs = 0;  ///< how many there will be
  /// Batches of this epoch that are done.
  Index batch = 0, batches = 0;  ///< how many an epoch has
  double loss = 0;  ///< mean of the present epoch so far; NaN where there is none to tell
  double examples_per_second = 0;         ///< on the average since the loop began or was continued
  double seconds_left = 0;                ///< to the end of the last epoch, at this pace
  std::string batch_name = "batch";       ///< what batches are called
  std::string example_name = "examples";  ///< what is counted by the second
};

/// "pretrain  epoch 3/10  batch 120/469  loss 0.0213  84210 examples/s  1:05 left" in at most `width` characters; what
/// matters least is left out first.
std::string progress_line(const ProgressState& state, int width);

/// One line on stderr that shows how far a loop is, redrawn ten times a second at most and erased at the end. Nothing at
/// all when stderr is not a terminal.
class Progress {
 public:
  /// @param done batches of all epochs that an earlier run did
  Progress(std::string stage, Index epochs, Index batches, Index done = 0);
  /// As above, with all that does not change in `first`: for a training that counts in words, say.
  explicit Progress(ProgressState first, Index done = 0);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Whether update() would redraw the line.
  bool due() const { return on_terminal_ && Clock::now() >= next_draw_; }
  /// @param epoch counts from 1
  /// @param batch how many of this epoch are done
  /// @param loss mean so far
  /// @param examples that this batch had
  void update(Index epoch, Index batch, double loss, Index examples);

 private:
  using Clock = std::chrono::steady_clock;

  ProgressState state_;
  Index done_before_;
  Index examples_ = 0;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_draw_ = start_ + std::chrono::milliseconds(100);
  bool on_terminal_;
  bool drawn_ = false;
};

}  // namespace primer::train
