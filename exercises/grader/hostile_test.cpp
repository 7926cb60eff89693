// Hostile submissions, each graded as an answer to the exercise in testing/twice, two checks of five points. Each must get
// what it has earned, and no more.

#include "exercises/grader/hostile_cases.hpp"

#include "common/testing/catch.hpp"
//
#include <algorithm>
#include <filesystem>

#include "exercises/grader/parallel.hpp"
#include "exercises/grader/workshop.hpp"

namespace primer::grader {
namespace {

const Exercise twice{.folder = PRIMER_SOURCE_DIR "/exercises/grader/testing/twice",
                     .path = "testing/twice",
                     .number = "0.1",
                     .name = "twice",
                     .title = "Twice"};

Settings quick(Fences fences = {}, bool strict = false) {
  return {.fences = fences, .strict = strict, .check_seconds = 2, .compile_seconds = 10};
}
ExerciseResult graded(const std::string& source, const Settings& settings = quick()) {
  return Workshop({twice}, settings).grade(twice, source);
}

const std::string right = twice_answer("return 2 * x;");

}  // namespace

TEST_CASE("No hostile submission gets a point or does anything outside") {
  std::filesystem::remove(hostile_mark());
  const auto& cases = hostile_cases();
  const Workshop workshop({twice}, quick());
  std::vector<ExerciseResult> results(cases.size());
  in_parallel(cases.size(), 2,
              [&](std::size_t i) { results[i] = workshop.grade(twice, cases[i].source); });
  for (std::size_t i = 0; i < cases.size(); ++i) {
    REQUIRE(results[i].checks.size() == 2);
    for (const CheckResult& check : results[i].checks) {
      INFO(cases[i].what << ": " << to_string(check.verdict) << ": " << check.reason);
      CHECK(check.points == 0);
      CHECK(std::count(cases[i].allowed.begin(), cases[i].allowed.end(), check.verdict) == 1);
    }
    INFO(cases[i].what << " took " << results[i].seconds << " s");
    CHECK(results[i].seconds < 60);
  }
  CHECK_FALSE(std::filesystem::exists(hostile_mark()));
}

TEST_CASE("A submission gets the same points whichever protections there are") {
  for (const Fences fences :
       {Fences{}, Fences{false, true, true}, Fences{true, false, false}, Fences{false, false, true},
        Fences{false, true, false}, Fences{false, false, false}}) {
    const Workshop workshop({twice}, quick(fences));
    const auto grade = [&](const std::string& body) {
      return workshop.grade(twice, twice_answer(body));
    };
    CHECK(workshop.grade(twice, right).points() == 10);
    CHECK(grade("return x < 0 ? 2 * x : x;").points() == 5);
    CHECK(grade("return x;").checks[0].verdict == Verdict::fail);
    CHECK(grade("throw NotImplemented();").checks[0].verdict == Verdict::not_implemented);
    CHECK(grade("for (volatile int i = 0;; ) i = i + 1;").checks[0].verdict == Verdict::timeout);
    CHECK(grade("return *(volatile double*)nullptr + x;").checks[0].verdict == Verdict::crash);
    CHECK(grade("return y;").checks[0].verdict == Verdict::no_compile);
  }
}

TEST_CASE("Strict grading sees what happened to work") {
  const Workshop strict({twice}, quick({}, true));
  CHECK(strict.grade(twice, right).points() == 10);
  const ExerciseResult beyond = strict.grade(
      twice, twice_answer("volatile int i = 3; double a[3] = {x, x, x}; return a[i] * 0 + 2 * x;"));
  CHECK(beyond.points() == 0);
  CHECK(beyond.checks[0].verdict == Verdict::crash);
  CHECK_THAT(beyond.checks[0].reason, testing::ContainsSubstring("sanitizers"));
  const ExerciseResult overflow = strict.grade(
      twice, twice_answer("volatile int big = 2147483647; big = big + 1; return 2 * x;"));
  CHECK(overflow.checks[0].verdict == Verdict::crash);
  CHECK_THAT(overflow.checks[0].reason, testing::ContainsSubstring("overflow"));
}

TEST_CASE("A compiler's complaint is short and begins with the first error") {
  const ExerciseResult result = graded(twice_answer("return 2 * y;"));
  CHECK(result.checks[0].verdict == Verdict::no_compile);
  CHECK_THAT(result.checks[0].reason, testing::ContainsSubstring("twice.cpp:5"));
  CHECK_THAT(result.checks[0].reason,
             testing::ContainsSubstring("'y'") || testing::ContainsSubstring("‘y’"));
}

TEST_CASE("The inputs of a check are other ones for another seed") {
  Settings settings = quick();
  const auto reason = [&](std::uint64_t seed) {
    settings.seed = seed;
    return graded(twice_answer("return x;"), settings).checks[0].reason;
  };
  CHECK(reason(1) == reason(1));
  CHECK(reason(1) != reason(2));
}

}  // namespace primer::grader
