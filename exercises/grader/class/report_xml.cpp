#include <fmt/core.h>

#include "exercises/grader/class/report.hpp"
#include "exercises/grader/class/text.hpp"

namespace primer::grader {
namespace {

bool is_failure(const CheckResult& check) {
  return check.verdict == Verdict::fail || check.verdict == Verdict::not_implemented;
}

struct Counts {
  std::size_t tests = 0, failures = 0, errors = 0;

  void add(const ExerciseResult& exercise) {
    for (const CheckResult& check : exercise.checks) {
      ++tests;
      if (is_failure(check)) ++failures;
      if (!is_failure(check) && check.verdict != Verdict::pass) ++errors;
    }
  }
  std::string attributes() const {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\"", tests, failures, errors);
  }
};

std::string property(const char* name, const std::string& value) {
  return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, xml(value));
}

std::string test_case(const ExerciseResult& exercise, const CheckResult& check) {
  const std::string begin = fmt::format("    <testcase name=\"{}\" classname=\"{}\"",
                                        xml(check.check), xml(exercise.exercise));
  if (check.verdict == Verdict::pass) return begin + "/>\n";
  const char* element = is_failure(check) ? "failure" : "error";
  return fmt::format("{}>\n      <{} type=\"{}\" message=\"{}\">{}</{}>\n    </testcase>\n", begin,
                     element, to_string(check.verdict),
                     xml(check.reason.substr(0, check.reason.find('\n'))), xml(check.reason),
                     element);
}

}  // namespace

std::string report_xml(const SubmissionResult& result) {
  Counts all;
  std::string suites;
  for (const ExerciseResult& exercise : result.exercises) {
    Counts own;
    own.add(exercise);
    all.add(exercise);
    suites += fmt::format("  <testsuite name=\"{}\" {}>\n    <properties>\n",
                          xml(exercise.exercise), own.attributes());
    suites += property("title", exercise.number + " " + exercise.title);
    suites += property("points", std::to_string(exercise.points()));
    suites += property("max", std::to_string(exercise.max()));
    if (!result.remark.empty()) suites += property("remark", result.remark);
    suites += "    </properties>\n";
    for (const CheckResult& check : exercise.checks) suites += test_case(exercise, check);
    suites += "  </testsuite>\n";
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" {}>\n{}</testsuites>\n",
      xml(result.id), all.attributes(), suites);
}

}  // namespace primer::grader
