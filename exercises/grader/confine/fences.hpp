#pragma once
// How a job's wishes become the command line of the programs that confine it.

#include <string>
#include <vector>

#include "exercises/grader/confine/sandbox.hpp"

namespace primer::grader {

/// The descriptor on which the supervisor reports.
inline constexpr int report_descriptor = 9;

/// `confine supervise …` for this job.
/// @param user the one to become, 0: stay who we are
std::vector<std::string> confined_command(const Job& job, const Fences& fences, unsigned user);

}  // namespace primer::grader
