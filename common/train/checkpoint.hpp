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
  std::string name;
  Numbers results = {};
  std::vector<LogRow> rows = {};
  NamedTensors kept = {};  ///< weights that later stages build on
  double seconds = 0;      ///< that it took
};

/// Where a loop stands: all that it needs to go on as if it had never stopped.
struct Position {
  NamedTensors tensors;
  std::map<std::string, std::uint64_t> counters;
  std::map<std::string, double> numbers;
};

/// Adds tensors under their names with a prefix; nn::part_of() takes them out again.
void append(NamedTensors& all, const std::string& prefix, const NamedTensors& tensors);

/// The same names with memory of their own.
NamedTensors copy_of(const NamedTensors& tensors);

struct Checkpoint {
  /// A stage in the middle of its loop.
  struct Unfinished {
    Stage stage;  ///< as it was at that position
    Position position;
  };

  Settings settings;
  std::vector<Stage> finished;
  std::optional<Unfinished> unfinished;
  double seconds = 0;  ///< that the run has taken so far
};

std::string encode_checkpoint(const Checkpoint& checkpoint);

/// @param name of the file, for messages
/// @throws Error when the bytes are damaged or are no checkpoint
Checkpoint decode_checkpoint(std::string_view bytes, const std::string& name);

}  // namespace primer::train
