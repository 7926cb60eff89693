#pragma once
// Other programs, run to their end.

#include <optional>
#include <string>
#include <vector>

namespace primer::app {

/// What another program left behind.
struct Finished {
  int status = 0;      ///< exit code, or 128 + the signal that ended it
  std::string output;  ///< all that it wrote to stdout
  std::string errors;  ///< all that it wrote to stderr
};

/// Runs another program to its end, without a shell, out of reach of the terminal's Ctrl-C.
/// @param command its name, looked up in $PATH, and its arguments
/// @return nothing when there is no such program
/// @throws Error when the system cannot start one at all
std::optional<Finished> run_process(const std::vector<std::string>& command,
                                    const std::string& input = {});

}  // namespace primer::app
