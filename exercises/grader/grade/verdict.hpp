#pragma once
// From how the two processes of a check ended to its verdict.

#include <string>

#include "exercises/grader/confine/sandbox.hpp"
#include "exercises/grader/grade/result.hpp"

namespace primer::grader {

struct Judgement {
  Verdict verdict = Verdict::crash;
  std::string reason;
  bool fault =
      false;  ///< this machine failed, not the student's code; another run may end otherwise
};
/// The checker's own word; where it only saw the student's process end, how that ended.
Judgement judge_check(const Outcome& checker, const Outcome& student, double seconds);

/// "\nIt printed: …", what the student's code wrote to the terminal; empty if that is nothing.
std::string printed_by(const Outcome& student);

}  // namespace primer::grader
