#pragma once
// Which submissions a folder holds.

#include <filesystem>
#include <string>
#include <vector>

namespace primer::grader {

/// One student's, by the name of its folder or archive without .zip, .tar.gz or .tgz.
struct Entry {
  /// The name, made printable, so that it can stand in all files and be the name of a folder.
  std::string id;
  /// What has this name. If it is more than one, nobody knows which is meant.
  std::vector<std::filesystem::path> paths;
};

struct Listing {
  std::vector<Entry> entries;  ///< by id
  std::vector<std::string>
      ignored;  ///< names of what is neither a folder nor an archive, or hidden
};

/// @param folder of submissions
/// @param out where reports go; it may lie in `folder`, or the other way round, and is no submission
/// @throws Error when there is no such folder, it cannot be read, or it is `out` itself
Listing submissions_in(const std::filesystem::path& folder, const std::filesystem::path& out);

}  // namespace primer::grader
