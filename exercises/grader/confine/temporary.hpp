#pragma once
// Folders and pipes that go away by themselves.

#include <filesystem>
#include <utility>
#include <vector>

namespace primer::grader {

/// A new folder in another, that everybody may look into, deleted at the end with all that is in it.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(
      const std::filesystem::path& parent = std::filesystem::temp_directory_path());
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Two pipes between a checker and a worker. Whoever starts the two closes our ends.
class Channel {
 public:
  Channel();
  using Descriptors = std::vector<std::pair<int, int>>;
  Descriptors of_checker() const;
  Descriptors of_worker() const;

 private:
  int to_worker_[2];
  int to_checker_[2];
};

}  // namespace primer::grader
