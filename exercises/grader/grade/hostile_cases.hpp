#pragma once
// Submissions that want points without work, or mean harm: answers to the exercise in testing/twice.

#include <string>
#include <vector>

#include "exercises/grader/grade/result.hpp"

namespace primer::grader {

struct HostileCase {
  std::string what;
  std::string source;
  std::vector<Verdict> allowed;  ///< each check ends in one of these, which machine it may be
};
const std::vector<HostileCase>& hostile_cases();

/// The exercise's file in which `body` is the function's, with more before it.
std::string twice_answer(const std::string& body, const std::string& before = "");

/// What a case writes to if it gets out: no such file may exist afterwards.
std::string hostile_mark();

}  // namespace primer::grader
