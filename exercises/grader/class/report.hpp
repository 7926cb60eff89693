#pragma once
// What one student's grading leaves, in the forms that people and programs read. Reasons and remarks are made clean text
// before, as settled() does it; the forms are the same whenever and wherever the same was found, so no times are in them.

#include <optional>
#include <string>
#include <vector>

#include "exercises/grader/grade/result.hpp"

namespace primer::grader {

struct Report {
  SubmissionResult result;
  std::vector<std::string>
      fingerprints;  ///< of each exercise: of all that its points depend on; empty when they are
                     ///< to be graded again
};

/// The result with its reasons as they may stand in reports: clean text of at most 4000 bytes, without addresses in memory
/// and names of temporary files, which are others each time.
ExerciseResult settled(ExerciseResult result);

/// report.json, from which an interrupted grading goes on.
std::string report_json(const Report& report);
/// What report_json wrote; nothing if it is something else.
std::optional<Report> read_report_json(const std::string& text);

/// report.xml, in JUnit's form: a test suite for each exercise, a test case for each check. A wrong answer or a hole is a
/// failure; what could not give an answer is an error.
std::string report_xml(const SubmissionResult& result);

/// report.md: a table of all checks, then what was wrong.
std::string report_markdown(const SubmissionResult& result);

/// gradescope.json, which Gradescope's autograder takes as results.json.
/// See https://gradescope-autograders.readthedocs.io/en/latest/specs/.
std::string gradescope_json(const SubmissionResult& result);

}  // namespace primer::grader
