#include "common/testing/word_race.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>
#include <string_view>

#include "common/io/file.hpp"
#include "common/text/line_reader.hpp"

namespace primer::testing {

TextSlice::TextSlice(const std::filesystem::path& whole)
    : path(std::filesystem::temp_directory_path() / fmt::format("primer_slice_{}.txt", getpid())) {
  text::LineReader lines(whole);
  std::string some;
  std::string_view line;
  for (std::int64_t number = 0; lines.next(line); ++number) {
    if (number % 16 == 0) (some += line) += '\n';
  }
  write_file_atomically(path, some);
}

TextSlice::~TextSlice() { std::remove(path.c_str()); }

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
