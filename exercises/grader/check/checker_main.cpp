// An exercise's checker: its test, without a line of the student's.
//
//   checker list                 a line for each check: POINTS NAME
//   checker check NUMBER SEED    runs one; the channel to the student's process is open (call.hpp). What Catch2 prints is
//                                followed by a byte 30, the verdict, a line's end, and the reason.

#include <fmt/core.h>

#include <csignal>
#include <cstdlib>
#include <string>

#include "common/testing/catch_runner.hpp"
#include "exercises/grader/check/checker_state.hpp"

int main(int argc, char** argv) {
  auto& state = primer::grader::checker_state();
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "list") {
    for (const auto& check : state.checks) fmt::print("{} {}\n", check.points, check.name);
    return 0;
  }
  if (what != "check" || argc != 4) return 2;
  // Writing to a student's process that ended before it was asked is no reason to end too.
  std::signal(SIGPIPE, SIG_IGN);
  const auto& check = state.checks.at(std::strtoul(argv[2], nullptr, 10));
  state.seed = std::strtoull(argv[3], nullptr, 10);
  const int failed = primer::testing::run_catch({argv[0], check.name, "--reporter", "compact"});
  fmt::print("\x1e{}\n{}", failed == 0 ? "pass" : state.verdict, state.message);
  return 0;
}
