#pragma once
// What the machine is called on which numbers were recorded.

#include <string>
#include <utility>
#include <vector>

#include "common/tensor/device.hpp"

namespace primer::app {

/// The processor as it calls itself; "unknown" where the system does not say.
std::string processor_name();

/// What a recorded number depends on beside the program: processor, number of cores, compiler, and the card if one computes.
std::vector<std::pair<std::string, std::string>> machine(Device device);

/// The commit of the source tree, with "-dirty" when it was changed since; "unknown" without git.
std::string commit();

}  // namespace primer::app
