#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include <stdexcept>

#include "exercises/grader/class/report.hpp"

namespace primer::grader {
namespace {

using nlohmann::ordered_json;

std::string written(const ordered_json& json) {
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

ordered_json to_json(const CheckResult& check) {
  return {{"check", check.check},
          {"points", check.points},
          {"max", check.max},
          {"verdict", to_string(check.verdict)},
          {"reason", check.reason}};
}

ExerciseResult exercise_from(const ordered_json& json) {
  ExerciseResult exercise;
  exercise.exercise = json.at("exercise");
  exercise.number = json.at("number");
  exercise.title = json.at("title");
  for (const ordered_json& check : json.at("checks")) {
    exercise.checks.push_back({check.at("check"), check.at("points"), check.at("max"),
                               verdict_named(check.at("verdict").get<std::string>()),
                               check.at("reason")});
  }
  return exercise;
}

}  // namespace

std::string report_json(const Report& report) {
  const SubmissionResult& result = report.result;
  ordered_json json{{"id", result.id},
                    {"points", result.points()},
                    {"max", result.max()},
                    {"remark", result.remark},
                    {"exercises", ordered_json::array()}};
  for (std::size_t i = 0; i < result.exercises.size(); ++i) {
    const ExerciseResult& exercise = result.exercises[i];
    ordered_json checks = ordered_json::array();
    for (const CheckResult& check : exercise.checks) checks.push_back(to_json(check));
    json["exercises"].push_back({{"exercise", exercise.exercise},
                                 {"number", exercise.number},
                                 {"title", exercise.title},
                                 {"points", exercise.points()},
                                 {"max", exercise.max()},
                                 {"fingerprint", report.fingerprints.at(i)},
                                 {"checks", checks}});
  }
  return written(json);
}

std::optional<Report> read_report_json(const std::string& text) {
  try {
    const ordered_json json = ordered_json::parse(text);
    Report report;
    report.result.id = json.at("id");
    report.result.remark = json.at("remark");
    for (const ordered_json& exercise : json.at("exercises")) {
      report.result.exercises.push_back(exercise_from(exercise));
      report.fingerprints.push_back(exercise.at("fingerprint"));
    }
    return report;
  } catch (const ordered_json::exception&) {
    return {};
  } catch (const std::invalid_argument&) {  // no such verdict
    return {};
  }
}

std::string gradescope_json(const SubmissionResult& result) {
  ordered_json tests = ordered_json::array();
  for (const ExerciseResult& exercise : result.exercises) {
    int number = 0;
    for (const CheckResult& check : exercise.checks) {
      const bool passed = check.verdict == Verdict::pass;
      tests.push_back(
          {{"name", fmt::format("{} {}: {}", exercise.number, exercise.title, check.check)},
           {"number", fmt::format("{}.{}", exercise.number, ++number)},
           {"score", check.points},
           {"max_score", check.max},
           {"status", passed ? "passed" : "failed"},
           {"output", passed ? "" : fmt::format("{}: {}", in_words(check.verdict), check.reason)}});
    }
  }
  return written({{"score", result.points()},
                  {"output", result.remark},
                  {"output_format", "text"},
                  {"test_output_format", "text"},
                  {"test_name_format", "text"},
                  {"visibility", "visible"},
                  {"tests", tests}});
}

}  // namespace primer::grader
