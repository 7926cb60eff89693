#pragma once
// How far a reader has come, in a text file that anybody can read: progress.txt, ignored by git.

#include <filesystem>
#include <map>
#include <string>

namespace primer::grader {

struct Standing {
  int points = 0;
  int max = 0;
  int hints = 0;  ///< how many have been shown
};
/// By the exercise's number, "8.1". A line that is none is skipped; a missing file is no progress.
std::map<std::string, Standing> read_progress(const std::filesystem::path& file);
void write_progress(const std::filesystem::path& file,
                    const std::map<std::string, Standing>& progress);

}  // namespace primer::grader
