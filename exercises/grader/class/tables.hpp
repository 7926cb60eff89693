#pragma once
// What grading a folder leaves about all students together.

#include <string>
#include <vector>

#include "exercises/grader/class/similar.hpp"
#include "exercises/grader/grade/result.hpp"

namespace primer::grader {

// Tables of comma-separated values, a record a line; see csv() in text.hpp for how words stand in them.

/// grades.csv: id,exercise,check,points,max,verdict,reason
std::string grades_csv(const std::vector<SubmissionResult>& results);
/// totals.csv: id,points,max
std::string totals_csv(const std::vector<SubmissionResult>& results);
/// similar.csv: exercise,id,other,share,tokens
std::string similar_csv(const std::vector<Likeness>& likenesses);

/// A summary in Markdown for whoever looks at a build: all totals, and remarks.
std::string summary_markdown(const std::vector<SubmissionResult>& results);
/// The same for a reader's own files: what report.md would say of them.
std::string summary_markdown(const std::vector<ExerciseResult>& results);
/// Adds Markdown to the file that $GITHUB_STEP_SUMMARY names, if it names one; only its beginning when it is too long.
/// @throws Error when that file cannot be written to
void add_to_step_summary(const std::string& text);

}  // namespace primer::grader
