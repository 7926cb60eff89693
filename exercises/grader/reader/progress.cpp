#include "exercises/grader/reader/progress.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <sstream>

#include "common/io/file.hpp"

namespace primer::grader {

std::map<std::string, Standing> read_progress(const std::filesystem::path& file) {
  std::map<std::string, Standing> progress;
  if (!std::filesystem::exists(file)) return progress;
  std::istringstream lines(read_file(file, 1 << 20));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string number, of, hints;
    Standing standing;
    if (words >> number >> standing.points >> of >> standing.max >> hints >> standing.hints &&
        of == "of") {
      progress[number] = standing;
    }
  }
  return progress;
}

void write_progress(const std::filesystem::path& file,
                    const std::map<std::string, Standing>& progress) {
  std::string lines =
      "# Your progress: exercise, points, hints used. Delete the file to begin anew.\n";
  for (const auto& [number, standing] : progress) {
    lines += fmt::format("{} {} of {} hints {}\n", number, standing.points, standing.max,
                         standing.hints);
  }
  write_file_atomically(file, lines);
}

}  // namespace primer::grader
