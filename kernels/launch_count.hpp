#pragma once
// How many kernels were launched, and how often a program waited for them: what a run says of itself, and what tests count.

#include <cstdint>

namespace primer {

/// Launches of this process so far, on a GPU (a call of cuBLAS counts as one) and in the emulator.
std::uint64_t launch_count();

/// Counts one on a GPU; launch() does it.
void count_launch();

/// How often this process has waited so far for what a device had to do, the emulator included. A training step should not.
std::uint64_t wait_count();

/// Counts one; copy_out() of kernels/memory does it.
void count_wait();

}  // namespace primer
