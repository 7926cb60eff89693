#include <fmt/core.h>

#include <algorithm>

#include "exercises/grader/class/report.hpp"
#include "exercises/grader/class/text.hpp"

namespace primer::grader {
namespace {

std::string heading(const ExerciseResult& exercise) {
  return fmt::format("{} {}", exercise.number, markdown(exercise.title));
}

bool alike(const CheckResult& a, const CheckResult& b) {
  return a.verdict == b.verdict && a.reason == b.reason;
}

/// What was wrong, once if it is the same for all checks, as when a file does not compile.
std::string reasons(const ExerciseResult& exercise) {
  std::string out;
  const auto& checks = exercise.checks;
  const bool one = std::all_of(checks.begin(), checks.end(), [&](const CheckResult& check) {
    return alike(check, checks.front());
  });
  for (const CheckResult& check : checks) {
    if (check.verdict == Verdict::pass) continue;
    out += fmt::format("\n**{}**: {}\n", one ? "All checks" : markdown(check.check),
                       in_words(check.verdict));
    if (!check.reason.empty()) out += "\n" + markdown_block(check.reason);
    if (one) break;
  }
  return out.empty() ? "" : fmt::format("\n## {}\n{}", heading(exercise), out);
}

}  // namespace

std::string report_markdown(const SubmissionResult& result) {
  std::string out =
      fmt::format("# {}: {} of {} points\n", markdown(result.id), result.points(), result.max());
  if (!result.remark.empty()) out += fmt::format("\n{}\n", markdown(result.remark));
  out += "\n| Exercise | Check | Points | Verdict |\n| --- | --- | --- | --- |\n";
  for (const ExerciseResult& exercise : result.exercises) {
    for (const CheckResult& check : exercise.checks) {
      out += fmt::format("| {} | {} | {} of {} | {} |\n", heading(exercise), markdown(check.check),
                         check.points, check.max, in_words(check.verdict));
    }
  }
  for (const ExerciseResult& exercise : result.exercises) out += reasons(exercise);
  return out;
}

}  // namespace primer::grader
