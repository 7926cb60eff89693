#pragma once

#include <string>
#include <vector>

#include "exercises/grader/grade/exercise.hpp"
#include "exercises/grader/grade/workshop.hpp"

namespace primer::grader {

/// For each exercise the fingerprint of all that points depend on beside the student's file: tests, headers, what a worker
/// is made of, the compiler, this program, and the settings.
std::vector<std::string> bases_of(const std::vector<Exercise>& exercises, const Settings& settings);

}  // namespace primer::grader
