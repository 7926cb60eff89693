#pragma once
// What a run writes down while it trains: the log, checkpoints, and where to go on.

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/error/error.hpp"
#include "common/nn/module.hpp"
#include "common/train/checkpoint.hpp"

namespace primer::train {

/// The memory of a run, kept in a file. A run is a sequence of stages; those that are finished are not run again by a
/// program that continues it, and the one that was interrupted goes on from the last position that its loop saved.
///
/// That ends with the same bits only if a stage is a function: what it changes must be in what it keeps or returns.
class Journal {
 public:
  /// Remembers nothing beyond its own life: for tests and experiments outside a run.
  Journal() = default;

  /// @param file that the memory is kept in
  /// @param settings what the run was asked for
  /// @param resume whether to continue the run in the file
  /// @param seconds_between_writes at the end of epochs and stages; see due()
  /// @throws Error when there is nothing to continue, the file is damaged, or its settings are others
  Journal(std::filesystem::path file, Settings settings, bool resume,
          double seconds_between_writes = 1);

  /// Runs `body`, unless an earlier run has finished this stage: then its results come from the journal, and its rows are in
  /// the log. Stages of a run have different names, come in the same order every time, and do not contain one another.
  /// @return the results of the body
  /// @throws Interrupted when that was requested, after saving
  Numbers stage(const std::string& name, const std::function<Numbers()>& body);
  /// As above, and keeps the weights of a module at the end, or puts them back instead of running. Either way the module is
  /// in evaluation mode afterwards.
  Numbers stage(const std::string& name, nn::Module& kept, const std::function<Numbers()>& body);

  /// The stage that is running.
  const std::string& stage_name() const;
  /// Adds a row to the log of the stage that is running.
  void record(std::uint64_t seed, Index epoch, const Numbers& numbers);
  /// All rows so far, those of finished stages first.
  std::vector<LogRow> log() const;
  /// Stages finished so far, in order.
  const std::vector<Stage>& finished() const { return checkpoint_.finished; }
  /// Seconds that the run has taken, those before an interruption included.
  double seconds() const;

  // For loops such as fit(). A stage has one loop at most.

  /// Called before the loop. Calls `restore` with the position to continue from if there is one.
  /// @throws Error when `restore` throws std::invalid_argument or std::out_of_range: the position is another loop's
  void begin_loop(const std::function<void(const Position&)>& restore);
  /// Saves the position, a copy of whose tensors is kept.
  void save(const Position& position);
  /// Whether it is time to save: seconds_between_writes have passed since the last time, and twenty times as long as that
  /// took. @param patience how many times as long to wait
  bool due(double patience = 1) const;

  /// Writes the file as of the last saved position.
  void write();

 private:
  using Clock = std::chrono::steady_clock;

  Numbers stage(const std::string& name, nn::Module* kept, const std::function<Numbers()>& body);
  const Stage* recorded(const std::string& name);
  void put_back(const Stage& stage, nn::Module& kept) const;
  void begin(const std::string& name);
  void finish(const Numbers& results, nn::Module* kept);
  Stage present() const;
  Error does_not_fit(const std::string& problem) const;

  std::filesystem::path file_;
  Checkpoint checkpoint_;
  std::size_t passed_ = 0;      ///< how many of the finished stages the program has come by
  std::optional<Stage> stage_;  ///< the one that is running
  bool loop_begun_ = false;
  double seconds_between_writes_ = 1;
  double seconds_before_ = 0;
  double seconds_of_write_ = 0;
  Clock::time_point start_ = Clock::now();
  Clock::time_point stage_start_ = start_;
  Clock::time_point last_write_ = start_;
};

}  // namespace primer::train
