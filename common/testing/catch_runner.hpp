#pragma once

#include <vector>

namespace primer::testing {

/// Catch2's own main(): takes the program's name and its options, and gives the exit status.
int run_catch(const std::vector<const char*>& arguments);

}  // namespace primer::testing
