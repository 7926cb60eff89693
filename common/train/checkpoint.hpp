#pragma once
// What a run remembers of itself, and the file that it is kept in: safetensors, with everything that is no tensor as JSON
// in its metadata. A checksum over all of it tells a damaged file from a good one.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/tensor/tensor.hpp"
#include "common/train/log.hpp"
#include "common/train/numbers.hpp"

namespace primer::train {

/// What a run was asked for ("seed", "1"): only a run that was asked for the same can continue it.
using Settings = std::vector<std::pair<std::string, std::string>>;

/// A part of a run that is not repeated once it is finished.
struct Stage {
  std::string name;               ///< no two stages of a run share one
  Numbers results = {};           ///< what its body returned
  std::vector<LogRow> rows = {};  ///< that it added to the log
  NamedTensors kept = {};         ///< weights that later stages build on
  double seconds = 0;             ///< that it took
};

/// Where a loop stands: all that it needs to go on as if it had never stopped.
struct Position {
  NamedTensors tensors;                           ///< weights, the optimiser's state, …
  std::map<std::string, std::uint64_t> counters;  ///< epochs, batches and draws done, …
  std::map<std::string, double> numbers;          ///< sums and measures so far; any may be NaN
};

/// Adds tensors under their names with a prefix; nn::part_of() takes them out again.
void append(NamedTensors& all, const std::string& prefix, const NamedTensors& tensors);

/// The same names with memory of their own.
NamedTensors copy_of(const NamedTensors& tensors);

/// All that the file of a run holds.
struct Checkpoint {
  /// A stage in the middle of its loop.
  struct Unfinished {
    Stage stage;        ///< as it was at that position
    Position position;  ///< from which a run that continues this one goes on
  };

  Settings settings;                     ///< of the run that wrote it
  std::vector<Stage> finished;           ///< in the order in which they ran
  std::optional<Unfinished> unfinished;  ///< there when a loop has saved its position
  double seconds = 0;                    ///< that the run has taken so far
};

/// The bytes of the file. Texts must be UTF-8, and tensors defined, on whichever device.
std::string encode_checkpoint(const Checkpoint& checkpoint);

/// @param name of the file, for messages
/// @throws Error when the bytes are damaged or are no checkpoint
Checkpoint decode_checkpoint(std::string_view bytes, const std::string& name);

}  // namespace primer::train
