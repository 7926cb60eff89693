#pragma once
// Doxygen as the book uses it.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "book/make.hpp"

namespace primer::book {

/// A file or folder as it stands in a list of them.
std::string quoted(const std::filesystem::path& path);

/// Runs Doxygen with book/Doxyfile.in, in a folder for work.
class Doxygen {
 public:
  /// What stands between @s in Doxyfile.in.
  using Settings = std::map<std::string, std::string>;

  /// @throws Error of data when there is no Doxygen
  Doxygen(const MakeOptions& options, std::filesystem::path work);

  /// What is the same for all runs, and is nothing for the others to say.
  Settings settings() const;
  /// @param name of the run, by which its files are called
  /// @return its warnings, each once, with paths from the root and true lines
  std::vector<std::string> run(const std::string& name, Settings settings) const;
  /// Doxygen's own header with what the theme wants in it, so that it fits whatever version there is.
  std::filesystem::path write_header() const;

 private:
  std::string true_place(std::string line) const;

  MakeOptions options_;
  std::filesystem::path work_;
  std::string version_;
};

}  // namespace primer::book
