#pragma once
// The source files of this repository as text, for what is checked about the code itself: who includes whom, what a
// chapter's program consists of, and whether any of it has changed.

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace primer::testing {

/// A line #include "...".
struct Include {
  std::string written;  ///< between the quotes
  std::string file;     ///< the file meant, from the root; empty when there is none
  int line;
};

class SourceTree {
 public:
  /// @param files the text of each file under its path from the root, with forward slashes
  explicit SourceTree(std::map<std::string, std::string> files);
  /// All C++ and CUDA sources below chapters/, common/, kernels/, exercises/, solutions/ and book/.
  static SourceTree read(const std::filesystem::path& root);

  /// Each file's includes of ours. A path with a slash is meant from the root, a bare name in the file's own folder.
  const std::map<std::string, std::vector<Include>>& includes() const { return includes_; }

  /// The program of a chapter's folder ("08_autoencoder") that its author wrote: tests and benchmarks left out.
  std::set<std::string> chapter(std::string_view folder) const;
  /// The sources that implement a header: those in its folder that include it, tests and benchmarks left out.
  std::set<std::string> implementations_of(const std::string& header) const;
  /// What these files reach in common/ and kernels/: what they include, the sources that implement it, and so on.
  std::set<std::string> library_of(const std::set<std::string>& files) const;

  /// FNV-1a over paths and essences, as 16 hexadecimal digits.
  std::string hash(const std::set<std::string>& files) const;

 private:
  std::map<std::string, std::string> files_;
  std::map<std::string, std::vector<Include>> includes_;
};

/// "common/nn" of "common/nn/linear.cpp".
std::string_view folder_of(std::string_view path);
/// Whether the name ends in _test or _bench before its extension.
bool is_test_or_bench(std::string_view path);

}  // namespace primer::testing
