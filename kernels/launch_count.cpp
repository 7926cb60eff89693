#include "kernels/launch_count.hpp"

#include <atomic>

#include "kernels/cuda_on_cpu/launch.hpp"

namespace primer {
namespace {

std::atomic<std::uint64_t> on_a_gpu{0};
std::atomic<std::uint64_t> waits{0};

}  // namespace

std::uint64_t launch_count() { return on_a_gpu + cuda_on_cpu::launch_count(); }
void count_launch() { ++on_a_gpu; }
std::uint64_t wait_count() { return waits; }
void count_wait() { ++waits; }

}  // namespace primer
