#pragma once
// What tests of files share.

#include <filesystem>
#include <functional>
#include <string>

namespace primer::testing {

/// A folder for one test, removed at the end with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// What the call's Error says when it refuses bad data in one line; otherwise a text in capitals that says how it fell
/// short of that: ACCEPTED, SEVERAL LINES or WRONG EXIT CODE. Other exceptions pass through.
std::string refusal(const std::function<void()>& call);

}  // namespace primer::testing
