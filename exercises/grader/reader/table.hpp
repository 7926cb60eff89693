#pragma once
// What a reader sees of the grading.

#include <string>
#include <vector>

#include "exercises/grader/grade/result.hpp"

namespace primer::grader {

/// A table of exercises and points, and below it, for each exercise that is not whole, what went wrong first and which
/// command gives the next hint. Reasons are broken into lines of at most 96 columns.
std::string table_of(const std::vector<ExerciseResult>& results);

}  // namespace primer::grader
