#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace primer::app {

/// Names and contents of files, in the order in which they are to appear.
using Files = std::vector<std::pair<std::string, std::string>>;

/// The folder that a run writes to. While this lives, no other run can write there.
class OutFolder {
 public:
  /// Makes the folder if it is not there.
  /// @throws Error of usage when that cannot be, when nothing can be written in it, or when another run does
  explicit OutFolder(std::filesystem::path path);
  ~OutFolder();
  OutFolder(const OutFolder&) = delete;
  OutFolder& operator=(const OutFolder&) = delete;

  /// As it was given.
  const std::filesystem::path& path() const { return path_; }

  /// Puts all files in place, the last one last. Every one reaches the disk under another name first, so that a failure
  /// leaves the old ones as they were.
  /// @throws Error when one cannot be written
  void publish(const Files& files) const;

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

}  // namespace primer::app
