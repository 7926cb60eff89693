#include "exercises/grader/grade/result.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace primer::grader {
namespace {

constexpr std::array<std::string_view, 9> names{"pass",       "fail",   "not_implemented",
                                                "no_compile", "crash",  "timeout",
                                                "memory",     "output", "forbidden"};

template <class Parts>
int sum(const Parts& parts, auto value) {
  int total = 0;
  for (const auto& part : parts) total += value(part);
  return total;
}

}  // namespace

std::string_view to_string(Verdict verdict) { return names.at(static_cast<std::size_t>(verdict)); }

std::string in_words(Verdict verdict) {
  std::string words(to_string(verdict));
  std::ranges::replace(words, '_', ' ');
  return words;
}

Verdict verdict_named(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Verdict>(i);
  }
  throw std::invalid_argument("no verdict is called " + std::string(name));
}

int ExerciseResult::points() const {
  return sum(checks, [](const CheckResult& check) { return check.points; });
}
int ExerciseResult::max() const {
  return sum(checks, [](const CheckResult& check) { return check.max; });
}
int SubmissionResult::points() const {
  return sum(exercises, [](const ExerciseResult& exercise) { return exercise.points(); });
}
int SubmissionResult::max() const {
  return sum(exercises, [](const ExerciseResult& exercise) { return exercise.max(); });
}

}  // namespace primer::grader
