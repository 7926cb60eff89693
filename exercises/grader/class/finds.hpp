#pragma once
// How the files of exercises are found among all that a submission holds.

#include <filesystem>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "exercises/grader/class/submission.hpp"

namespace primer::grader {

class Finds {
 public:
  explicit Finds(const std::vector<Exercise>& exercises);

  enum class Kind { file, folder, link, other };
  /// Takes note of an entry.
  /// @param path in the submission, as it says itself, empty if that cannot be read; backslashes of Windows are slashes
  /// @return what to fill, when these bytes are wanted
  SubmittedFile* meet(std::string path, Kind kind);
  /// The exercises' files, when everything has been met.
  std::vector<SubmittedFile> files() const;

 private:
  struct Place {
    std::string wanted;  ///< exercises/08_autoencoder/1_mse/mse.cpp
    std::string path;    ///< where it was met first
    std::string stray;   ///< a file of the same name that was met where it does not count
    SubmittedFile file;
  };
  std::map<std::string, std::size_t> wanted_;
  std::size_t deepest_ = 0;  ///< the most parts that a wanted path has
  std::vector<Place> places_;
  std::set<std::string>
      folders_;  ///< that lead to wanted files: exercises, exercises/08_autoencoder, …
  std::set<std::string> links_;  ///< those of them that are links
  bool nameless_ = false;        ///< a path could not be read
};

/// Why nothing of a submission can be graded.
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// @throws Unreadable
void read_folder(const std::filesystem::path& folder, const std::filesystem::path& out,
                 const ReadLimits& limits, Finds& finds);
void read_archive(const std::filesystem::path& archive, const ReadLimits& limits, Finds& finds);

/// What is said of a file that is larger than it may be.
std::string too_large(const ReadLimits& limits);

}  // namespace primer::grader
