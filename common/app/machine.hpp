#pragma once

#include <string>
#include <utility>
#include <vector>

namespace primer::app {

/// What a recorded number depends on beside the program: processor, number of cores, compiler.
std::vector<std::pair<std::string, std::string>> machine();

/// The commit of the source tree, with "-dirty" when it was changed since; "unknown" without git.
std::string commit();

}  // namespace primer::app
