#include "exercises/grader/class/tables.hpp"

#include <fcntl.h>
#include <fmt/core.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "common/error/error.hpp"
#include "common/io/descriptor.hpp"
#include "common/io/file.hpp"
#include "common/io/printable.hpp"
#include "exercises/grader/class/report.hpp"
#include "exercises/grader/class/text.hpp"

namespace primer::grader {
namespace {

constexpr std::size_t largest_summary = 1'000'000;  // GitHub shows a mebibyte, or nothing

}  // namespace

std::string grades_csv(const std::vector<SubmissionResult>& results) {
  std::string table = "id,exercise,check,points,max,verdict,reason\n";
  for (const SubmissionResult& result : results) {
    for (const ExerciseResult& exercise : result.exercises) {
      for (const CheckResult& check : exercise.checks) {
        table += fmt::format("{},{},{},{},{},{},{}\n", csv(result.id), csv(exercise.exercise),
                             csv(check.check), check.points, check.max, to_string(check.verdict),
                             csv(check.reason));
      }
    }
  }
  return table;
}

std::string totals_csv(const std::vector<SubmissionResult>& results) {
  std::string table = "id,points,max\n";
  for (const SubmissionResult& result : results) {
    table += fmt::format("{},{},{}\n", csv(result.id), result.points(), result.max());
  }
  return table;
}

std::string similar_csv(const std::vector<Likeness>& likenesses) {
  std::string table = "exercise,id,other,share,tokens\n";
  for (const Likeness& likeness : likenesses) {
    table += fmt::format("{},{},{},{:.3f},{}\n", csv(likeness.exercise), csv(likeness.id),
                         csv(likeness.other), likeness.share, likeness.tokens);
  }
  return table;
}

std::string summary_markdown(const std::vector<SubmissionResult>& results) {
  std::string out = fmt::format(
      "# Submissions: {}\n\n| Submission | Points | Remark |\n"
      "| --- | --- | --- |\n",
      results.size());
  for (const SubmissionResult& result : results) {
    out += fmt::format("| {} | {} of {} | {} |\n", markdown(result.id), result.points(),
                       result.max(), markdown(result.remark));
  }
  return out;
}

std::string summary_markdown(const std::vector<ExerciseResult>& results) {
  SubmissionResult own{"Exercises", {}, ""};
  for (const ExerciseResult& result : results) own.exercises.push_back(settled(result));
  return report_markdown(own);
}

void add_to_step_summary(const std::string& text) {
  const char* name = std::getenv("GITHUB_STEP_SUMMARY");
  if (!name || !*name) return;
  const auto failed = [&] {
    return data_error("$GITHUB_STEP_SUMMARY",
                      fmt::format("{} cannot be written to: {}", printable(name),
                                  std::generic_category().message(errno)),
                      "unset it, or name a file");
  };
  const Descriptor file(::open(name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666));
  if (file.number() < 0) throw failed();
  try {
    write_fully(file.number(), text.size() > largest_summary
                                   ? text.substr(0, text.rfind('\n', largest_summary)) + "\n\n…\n"
                                   : text + "\n");
  } catch (const std::system_error&) {
    throw failed();
  }
}

}  // namespace primer::grader
