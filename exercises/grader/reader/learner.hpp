#pragma once
// What a reader does with exercises, command by command. Each prints to stdout.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "exercises/grader/grade/workshop.hpp"

namespace primer::grader {

/// Where things stand in a tree of the book.
struct Tree {
  std::filesystem::path exercises;
  std::filesystem::path solutions;  ///< may not be there
  std::filesystem::path progress;
};

/// Grades the reader's own files, `jobs` at once, and notes the progress.
void grade_own(const Tree& tree, const std::vector<Exercise>& chosen, const Settings& settings,
               unsigned jobs);
/// Shows one hint more than last time; after full points, what to compare with the solution.
void show_hint(const Tree& tree, const Exercise& exercise);
/// Grades what is saved, as soon as it is saved, until Ctrl-C. A file that is not there is waited for.
/// @param next_seed is asked each time for the seed of the inputs
void watch(const Tree& tree, const std::vector<Exercise>& chosen, const Settings& settings,
           const std::function<std::uint64_t()>& next_seed);
/// Puts the reader's file back as it was at first, keeping what stands there as name.cpp.backup.
void reset(const Tree& tree, const Exercise& exercise, bool ask);

}  // namespace primer::grader
