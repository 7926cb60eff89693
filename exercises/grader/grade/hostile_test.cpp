// Hostile submissions, each graded as an answer to the exercise in testing/twice, two checks of five points. Each must get
// what it has earned, and no more.

#include "exercises/grader/grade/hostile_cases.hpp"

#include "common/testing/catch.hpp"
//
#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>

#include "common/io/file.hpp"
#include "common/testing/files.hpp"
#include "exercises/grader/class/batch.hpp"
#include "exercises/grader/class/report.hpp"
#include "exercises/grader/grade/workshop.hpp"

namespace primer::grader {
namespace {

const Exercise twice{.folder = PRIMER_SOURCE_DIR "/exercises/grader/testing/twice",
                     .path = "testing/twice",
                     .number = "0.1",
                     .name = "twice",
                     .title = "Twice"};

/// Shorter checks than usual, with less memory, so that a busy machine can fill it in time too.
Settings quick(Fences fences = {}, bool strict = false) {
  return {.fences = fences,
          .strict = strict,
          .check_seconds = 2,
          .compile_seconds = 10,
          .check_memory = std::size_t{256} << 20};
}
ExerciseResult graded(const std::string& source, const Settings& settings = quick()) {
  return Workshop({twice}, settings).grade(twice, source);
}

const std::string right = twice_answer("return 2 * x;");

/// Opens with a number that no job's own descriptor has.
int open_beyond(const char* path) {
  const int low = ::open(path, O_RDONLY), high = ::fcntl(low, F_DUPFD, 40);
  ::close(low);
  return high;
}

/// Descriptors as whoever starts the grader may leave them to it: of a folder that holds everything, and of a file of ours.
struct LeftOpen {
  int folder = open_beyond("/"), file = open_beyond(PRIMER_CONFINE);
  LeftOpen() = default;
  LeftOpen(const LeftOpen&) = delete;
  LeftOpen& operator=(const LeftOpen&) = delete;
  ~LeftOpen() {
    ::close(folder);
    ::close(file);
  }
};

}  // namespace

// The measure of the grader: a class in which every third student means harm, and the others are right, half right, wrong,
// or have not begun. All hand in by folder, but for some archives.
TEST_CASE("Of two hundred submissions each gets what it has earned") {
  struct Expected {
    int points;
    std::vector<Verdict> first;  ///< what the first check may end in
    std::string what;
  };
  const testing::TemporaryFolder folder;
  const std::filesystem::path submissions = folder / "in", out = folder / "out";
  std::map<std::string, Expected> expected;
  const auto hand_in = [&](const std::string& id, const std::optional<std::string>& source,
                           const Expected& result) {
    const auto own = submissions / id / "exercises" / twice.path;
    std::filesystem::create_directories(own);
    if (source) write_file_atomically(own / twice.file(), *source);
    expected[id] = result;
  };
  std::filesystem::remove(hostile_mark());
  const LeftOpen left_open;
  int number = 0;
  for (const HostileCase& hostile : hostile_cases()) {
    hand_in(fmt::format("h{:03}", number++), hostile.source, {0, hostile.allowed, hostile.what});
  }
  for (int i = 0; number < 200; ++i, ++number) {
    const std::string id = fmt::format("s{:03}", number), mine = fmt::format("// {}\n", id);
    const auto body = [&](const char* text) { return mine + twice_answer(text); };
    switch (i % 8) {
      case 0:
        hand_in(id, body("return 2 * x;"), {10, {Verdict::pass}, "right"});
        break;
      case 1:
        hand_in(id, body("return x + x;"), {10, {Verdict::pass}, "right in another way"});
        break;
      case 2:
        hand_in(id, body("return x < 0 ? x : 2 * x;"), {5, {Verdict::pass}, "right if positive"});
        break;
      case 3:
        hand_in(id, body("return x < 0 ? 2 * x : x;"), {5, {Verdict::fail}, "right if negative"});
        break;
      case 4:
        hand_in(id, body("return x * x;"), {0, {Verdict::fail}, "squares"});
        break;
      case 5:
        hand_in(id, body("throw NotImplemented();"), {0, {Verdict::not_implemented}, "not begun"});
        break;
      case 6:
        hand_in(id, std::nullopt, {0, {Verdict::not_implemented}, "no file"});
        break;
      case 7:
        hand_in(id, body("return 2 * y;"), {0, {Verdict::no_compile}, "does not compile"});
        break;
    }
    if (i % 3 == 0) {  // some hand in archives
      const std::string from = (submissions / id).string();
      REQUIRE(std::system(
                  ("tar -C " + from + " -czf " + from + ".tar.gz . && rm -r " + from).c_str()) ==
              0);
    }
  }

  grade_submissions({.submissions = submissions,
                     .out = out,
                     .exercises = {twice},
                     .solutions = folder / "none",
                     .settings = quick(),
                     .jobs = 2});
  for (const auto& [id, wanted] : expected) {
    const auto report = read_report_json(read_file(out / id / "report.json"));
    INFO(id << ", " << wanted.what);
    REQUIRE((report && report->result.exercises.size() == 1 &&
             report->result.exercises[0].checks.size() == 2));
    for (const CheckResult& check : report->result.exercises[0].checks) {
      INFO(to_string(check.verdict) << ": " << check.reason);
      const bool hostile = id[0] == 'h', first = &check == &report->result.exercises[0].checks[0];
      if (hostile || first) {
        CHECK(std::count(wanted.first.begin(), wanted.first.end(), check.verdict) == 1);
      }
    }
    CHECK(report->result.points() == wanted.points);
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

TEST_CASE("No descriptor of ours reaches a submission whichever protections there are") {
  const LeftOpen left_open;
  for (const HostileCase& hostile : hostile_cases()) {
    if (hostile.what != "what the descriptors lead to") continue;
    for (const Fences fences : {Fences{}, Fences{false, false, false}}) {
      const ExerciseResult result = graded(hostile.source, quick(fences));
      for (const CheckResult& check : result.checks) CHECK(check.verdict == Verdict::fail);
    }
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
