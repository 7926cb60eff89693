#pragma once
// Whether an exercise keeps what exercises promise.

#include <string>
#include <vector>

#include "exercises/grader/grade/workshop.hpp"

namespace primer::grader {

/// What is wrong with an exercise, one line each; nothing when all of this holds: it has a task, three hints, something to
/// compare, and 5 to 30 points; no line of a hole stands in what the reader gets; the stub compiles and each of its checks
/// ends as not implemented; the solution gets all points, with sanitizers too; there are three mutants or more, and each
/// loses exactly the checks that it names.
/// @param jobs how many files are compiled and checked at once
std::vector<std::string> objections_to(const Exercise& solution, const Workshop& workshop,
                                       const Workshop& strict, unsigned jobs);

}  // namespace primer::grader
