#include "kernels/cuda_on_cpu/launch.hpp"

#include <omp.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <fstream>
#include <mutex>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "kernels/cuda_on_cpu/crash.hpp"
#include "kernels/cuda_on_cpu/intrinsics.hpp"
#include "kernels/cuda_on_cpu/watch.hpp"
#include "kernels/cuda_on_cpu/worker.hpp"

namespace primer::cuda_on_cpu {
namespace {

Order order;
std::atomic<std::uint64_t> launches{0};
std::uint64_t launches_before_order = 0;

/// What GPUs of compute capability 7.5 and later refuse, as the CUDA programming guide lists it, which gives blocks of 7.5
/// the least shared memory.
std::string refusal(const Launch& launch) {
  const dim3 &grid = launch.grid, &block = launch.block;
  const auto threads = std::uint64_t{block.x} * block.y * block.z;
  const std::string blocks_are = "a grid of " + to_string(grid) + " blocks";
  const std::string threads_are = "a block of " + to_string(block) + " threads";
  if (std::uint64_t{grid.x} * grid.y * grid.z == 0)
    return blocks_are + " is empty; do not launch when there is nothing to do";
  if (threads == 0) return threads_are + " is empty";
  if (grid.x > 0x7fffffff) return blocks_are + " is wider than 2147483647";
  if (grid.y > 65535 || grid.z > 65535)
    return blocks_are + " exceeds 65535 in y or z; only x may be larger";
  if (threads > most_threads)
    return threads_are + " has " + std::to_string(threads) + " of them; a GPU takes at most 1024";
  if (block.z > 64) return threads_are + " exceeds 64 in z";
  if (launch.shared_bytes > most_shared_bytes) {
    return std::to_string(launch.shared_bytes) +
           " bytes of dynamic shared memory are more than the " +
           std::to_string(most_shared_bytes) + " that a block has on every GPU from Turing on";
  }
  return {};
}

/// A stack with its guard. Under the sanitizer of g++ 14 a program ran out of mappings with these two alone, and does not with four.
#ifdef __SANITIZE_ADDRESS__
constexpr long mappings_of_a_stack = 4;
#else
constexpr long mappings_of_a_stack = 2;
#endif

/// Each worker may need 1024 stacks, and Linux lets a process have some 65000 mappings. We leave a quarter to the program.
int most_workers() {
  static const int most = [] {
    long mappings = 0;
    if (!(std::ifstream("/proc/sys/vm/max_map_count") >> mappings)) mappings = 65530;
    return static_cast<int>(std::max(1l, mappings / 4 * 3 / (mappings_of_a_stack * most_threads)));
  }();
  return most;
}

uint3 block_at(std::uint64_t number, const dim3& grid) {
  return {static_cast<unsigned>(number % grid.x), static_cast<unsigned>(number / grid.x % grid.y),
          static_cast<unsigned>(number / grid.x / grid.y)};
}

}  // namespace

void set_order(Order wanted) {
  order = wanted;
  launches_before_order = launches;
}
std::uint64_t launch_count() { return launches; }

std::string kernel_name(const Launch& launch) {
  const std::string written = launch.written;
  int depth = 0;
  std::size_t end = 0;
  for (; end < written.size() && !(written[end] == ',' && depth == 0); ++end) {
    if (written[end] == '<' || written[end] == '(') ++depth;
    if (written[end] == '>' || written[end] == ')') --depth;
  }
  return written.substr(0, end);
}

void run(const Launch& launch) {
  if (Worker::running() != nullptr) {
    throw KernelError("kernel " + kernel_name(launch) +
                      ": it is launched by a kernel, which only the CPU may do here");
  }
  if (const std::string why = refusal(launch); !why.empty()) {
    throw KernelError("kernel " + kernel_name(launch) + ": a GPU refuses this launch: " + why);
  }
  const std::uint64_t number_of_launch = ++launches;
  const std::uint64_t blocks = std::uint64_t{launch.grid.x} * launch.grid.y * launch.grid.z;
  const std::uint64_t seed =
      order.seed == 0
          ? 0
          : order.seed + (number_of_launch - launches_before_order) * 0x9e3779b97f4a7c15;
  std::vector<std::uint64_t> shuffled;
  if (seed != 0) {
    shuffled.resize(blocks);
    std::iota(shuffled.begin(), shuffled.end(), std::uint64_t{0});
    std::ranges::shuffle(shuffled, std::mt19937_64(seed));
  }

  // Blocks are begun in order, so that the error of the first of those that fail is always the same.
  std::atomic<std::uint64_t> next{0};
  std::atomic<bool> failed{false};
  std::uint64_t failed_block = blocks;
  std::string error;
  const auto work = [&] {
    explain_crashes();
    while (!failed) {
      const std::uint64_t position = next++;
      if (position >= blocks) return;
      const std::uint64_t number = shuffled.empty() ? position : shuffled[position];
      std::string what;
      try {
        what = Worker::mine().run_block(launch, block_at(number, launch.grid),
                                        seed == 0 ? 0 : seed ^ (number + 1));
      } catch (const std::exception& thrown) {
        what = "kernel " + kernel_name(launch) + ": " + thrown.what();
      }
      if (what.empty()) continue;
      failed = true;
#pragma omp critical(primer_cuda_on_cpu_error)
      if (position < failed_block) {
        failed_block = position;
        error = what;
      }
    }
  };
  if (launch.watched) {
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    Watch::instance().begin_launch(launch);
    work();
  } else if (const auto threads = std::min<std::uint64_t>(
                 static_cast<std::uint64_t>(std::min(omp_get_max_threads(), most_workers())),
                 blocks);
             threads == 1 || omp_in_parallel()) {
    work();
  } else {
#pragma omp parallel num_threads(static_cast <int>(threads))
    work();
  }
  if (!error.empty()) throw KernelError(error);
}

long long clock64() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

void trap(Place place) {
  const OutsideOfKernel outside;
  Worker& worker = *Worker::running();
  worker.note("calls __trap (" + to_string(place) + ")");
  worker.give_up();
}

}  // namespace primer::cuda_on_cpu
