#pragma once
// How many kernels were launched: what a run says of itself, and what tests count.

#include <cstdint>

namespace primer {

/// Launches of this process so far, on a GPU (a call of cuBLAS counts as one) and in the emulator.
std::uint64_t launch_count();

/// Counts one on a GPU; launch() does it.
void count_launch();

}  // namespace primer
