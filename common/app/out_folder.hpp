#pragma once
// The folder into which a run writes its results, all of them or none.

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

  /// Puts all files in place, the last one last. Every one reaches the disk under another name first, and none takes the
  /// place of an old one until all have: a full disk or a folder in a file's place leaves the old ones as they were. Where a
  /// name itself cannot be changed then, those before it are new already, and continuing the run mends that.
  /// @throws Error when one cannot be written or put in its place
  void publish(const Files& files) const;

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

}  // namespace primer::app
