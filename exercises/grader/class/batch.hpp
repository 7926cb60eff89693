#pragma once
// Grading a folder of submissions.

#include <filesystem>
#include <vector>

#include "exercises/grader/grade/exercise.hpp"
#include "exercises/grader/grade/workshop.hpp"

namespace primer::grader {

struct Batch {
  std::filesystem::path submissions;
  std::filesystem::path out;
  std::vector<Exercise> exercises;
  std::filesystem::path solutions;  ///< may not be there; what is like them is listed as similar
  Settings settings;
  bool seed_given = true;  ///< otherwise settings.seed counts only where `out` remembers none
  unsigned jobs = 1;
};

/// Grades each submission and writes, in `out`, a folder of reports for each and tables of all. Whoever has a report.json
/// that was made of the same file, tests and settings is not graded again, so that an interrupted batch goes on where it
/// was, and a late submission changes nothing for the others. Says on stdout what it did, and on stderr how far it is.
/// @throws Error when there is no submission, or when something cannot be written; at the end, when this machine failed at
/// some, which are graded again next time
/// @throws train::Interrupted after the exercises that were being graded; what is finished is on the disk
void grade_submissions(const Batch& batch);

}  // namespace primer::grader
