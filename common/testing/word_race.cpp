#include "common/testing/word_race.hpp"

#include <fmt/core.h>

#include <cstdio>

namespace primer::testing {

void race_words(Contest& contest, const std::string& work, const std::int64_t& words,
                const std::function<void()>& once, int pairs) {
  contest.race(work, once, pairs);
  const Result& result = contest.results().back();
  const auto thousands = [&](double milliseconds) {
    return static_cast<double>(words) / milliseconds;
  };
  fmt::print("{:<24} {:>9.0f} k words/s", "", thousands(result.milliseconds));
  if (result.rival) {
    fmt::print("   {} {:.0f} k words/s   {:.1f} times as many", result.rival->name,
               thousands(result.rival->milliseconds), 1 / result.rival->ratio.median);
  }
  fmt::print("\n");
  std::fflush(stdout);
}

}  // namespace primer::testing
