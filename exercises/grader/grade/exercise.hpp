#pragma once
// The exercises of a tree: which there are, and what their files are called.

#include <filesystem>
#include <string>
#include <vector>

namespace primer::grader {

struct Exercise {
  std::filesystem::path folder = {};  ///< …/exercises/08_autoencoder/1_mse
  std::string path = {};              ///< "08_autoencoder/1_mse"
  std::string number = {};            ///< "8.1"
  std::string name = {};              ///< "mse"
  std::string title = {};             ///< the heading of task.md
  int points = 0;                     ///< as task.md says: "*10 points, for a start.*"
  bool hunt = false;                  ///< the reader writes checks, not the function

  /// The file with the holes, the only one that is the reader's: mse.cpp, or mse_checks.cpp in a hunt.
  std::string file() const { return name + (hunt ? "_checks.cpp" : ".cpp"); }
  /// The library's files that it may use, from the root, as uses.txt lists them. Sources are linked to its worker, and
  /// nothing else of the library is.
  std::vector<std::string> uses() const;
};

/// The exercises below a folder (exercises/ or solutions/), by chapter and number.
std::vector<Exercise> exercises_in(const std::filesystem::path& folder);

/// Those of a chapter or the one that is meant: "8", "08", "autoencoder", "08_autoencoder", "8.1", "mse", a path; all
/// if the words are none. Each is chosen once, whichever words mean it.
/// @throws Error when a word means none
std::vector<Exercise> choose(const std::vector<Exercise>& all,
                             const std::vector<std::string>& words);

}  // namespace primer::grader
