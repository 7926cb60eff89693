#pragma once
// exercises/, written from solutions/.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "exercises/grader/grade/exercise.hpp"

namespace primer::grader {

/// What an exercise's folder in exercises/ must hold, by file name, made from its folder in solutions/: everything but
/// the mutants, with the holes cut.
std::map<std::string, std::string> exercise_files(const Exercise& solution);

/// What sync found, or did: one line for each file concerned.
struct SyncReport {
  std::vector<std::string> written;  ///< new or out of date; with `check`, only named
  std::vector<std::string>
      begun;  ///< a reader has begun to fill the holes, and nothing else has changed
  std::vector<std::string> refused;  ///< changed by hand in another way, and so left alone
};
/// Brings `exercises` up to date with `solutions`. A file that somebody has edited since it was written is never touched;
/// `exercises/generated.txt` remembers what was written.
/// @param check write nothing
SyncReport sync(const std::filesystem::path& solutions, const std::filesystem::path& exercises,
                bool check);

/// The reader's file as it was at first: what `solutions` makes of it, or else what hand_out kept; none where neither is.
/// @param exercise in exercises/
std::optional<std::string> first_state(const Exercise& exercise,
                                       const std::filesystem::path& solutions);
/// Writes these exercises into another tree's exercises/, as if nobody had touched them, and keeps their first states there.
void hand_out(const std::vector<Exercise>& solutions, const std::filesystem::path& exercises);

}  // namespace primer::grader
