#pragma once
// How a student's file becomes a worker, and what the compiler's complaint comes down to.

#include <filesystem>
#include <string>
#include <vector>

#include "exercises/grader/confine/sandbox.hpp"

namespace primer::grader {

struct CompilerCall {
  std::string
      source;  ///< in the folder where the compiler runs; it leaves `worker` and `worker.d` there
  std::vector<std::filesystem::path> include;
  std::vector<std::filesystem::path> archives;
  bool sanitize = false;
};
std::vector<std::string> command_of(const CompilerCall& call);

/// The first file that went into a compilation and is neither the compiler's, nor in its own folder, nor in one of these;
/// empty when there is none.
/// @param dependencies as the compiler's -MD lists them
std::string foreign_include(const std::filesystem::path& dependencies,
                            const std::vector<std::filesystem::path>& allowed);

/// What the compiler said, for a reader: the first error, with the lines that it shows, at most 12 lines.
std::string compiler_complaint(const Outcome& outcome, double seconds);

}  // namespace primer::grader
