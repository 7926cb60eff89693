#include "exercises/grader/reader/table.hpp"

#include <fmt/core.h>

#include <sstream>

namespace primer::grader {
namespace {

constexpr std::size_t columns = 96;

bool whole(const ExerciseResult& result) { return result.points() == result.max(); }

/// The first check that did not pass, if one there is that ran into more than the hole.
const CheckResult& first_failure(const ExerciseResult& result) {
  const CheckResult* first = nullptr;
  for (const CheckResult& check : result.checks) {
    if (check.verdict == Verdict::pass) continue;
    if (!first) first = &check;
    if (check.verdict != Verdict::not_implemented) return check;
  }
  return *first;
}

std::string state_of(const ExerciseResult& result) {
  return whole(result) ? "done" : in_words(first_failure(result).verdict);
}

/// Lines of at most `columns`, broken between words, each after four blanks.
std::string wrapped(const std::string& text) {
  std::string out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    while (line.size() > columns - 4) {
      std::size_t at = line.rfind(' ', columns - 4);
      if (at == line.npos || line.find_first_not_of(' ') > at) at = columns - 4;
      out += "    " + line.substr(0, at) + "\n";
      line.erase(0, line.find_first_not_of(' ', at));
    }
    out += "    " + line + "\n";
  }
  return out;
}

}  // namespace

std::string table_of(const std::vector<ExerciseResult>& results) {
  std::string out;
  int points = 0, max = 0;
  std::string done;
  const ExerciseResult* not_begun = nullptr;
  for (const ExerciseResult& result : results) {
    out += fmt::format("{:<6}{:<62}{:>4} of {:>2}  {}\n", result.number, result.title,
                       result.points(), result.max(), state_of(result));
    points += result.points();
    max += result.max();
  }
  if (results.size() > 1) out += fmt::format("{:<68}{:>4} of {}\n", "", points, max);
  for (const ExerciseResult& result : results) {
    if (whole(result)) {
      done += " " + result.number;
      continue;
    }
    const CheckResult& failure = first_failure(result);
    if (failure.verdict == Verdict::not_implemented) {
      if (!not_begun) not_begun = &result;
      continue;
    }
    out += fmt::format("\n{}: {}\n{}    A hint: ./primer hint {}\n", result.number,
                       failure.verdict == Verdict::no_compile ? "does not compile" : failure.check,
                       wrapped(failure.reason), result.number);
  }
  if (!done.empty()) {
    out += fmt::format("\nAll points:{}. What to compare with the solution: ./primer hint{}\n",
                       done, done.substr(0, done.find(' ', 1)));
  }
  if (not_begun) {
    out += fmt::format(
        "\nNot implemented yet, for example {}: exercises/{}/task.md says what to do, ./primer "
        "hint {} helps.\n",
        not_begun->number, not_begun->exercise, not_begun->number);
  }
  return out;
}

}  // namespace primer::grader
