#pragma once
// The log of a run, as a table that can be read again.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "common/train/numbers.hpp"
#include "kernels/operation.hpp"

namespace primer::train {

/// One line of log.csv: what was measured after an epoch of a stage.
struct LogRow {
  std::string stage;       ///< the stage that was running
  std::uint64_t seed = 0;  ///< FitOptions::seed, where fit() wrote it
  Index epoch = 0;         ///< counts from 1
  Numbers numbers;         ///< a column each
};

/// The rows as CSV (RFC 4180, but lines end in \n): stage, seed, epoch, then every number that occurs in any row, in order of first
/// appearance; a row without that number leaves the cell empty. Numbers read back exactly.
/// @throws std::invalid_argument when a row has two numbers of one name, or one named stage, seed or epoch
std::string to_csv(std::span<const LogRow> rows);

/// The numbers of one name in the rows of one stage, in their order: a curve to draw.
std::vector<double> series(std::span<const LogRow> rows, const std::string& stage,
                           const std::string& name);

}  // namespace primer::train
