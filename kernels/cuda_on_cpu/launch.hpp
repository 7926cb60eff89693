#pragma once
// Starting a kernel: the launch, its types forgotten, goes to the runtime, which runs it to its end.

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>

#include "kernels/cuda_on_cpu/here.hpp"
#include "kernels/operation.hpp"

namespace primer::cuda_on_cpu {

/// What went wrong in a launch, in one line: kernel, block, thread, what, and what to do.
class KernelError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A launch.
struct Launch {
  const char* written;  ///< the arguments of launch() as they were written; the first is the kernel
  dim3 grid;            ///< blocks
  dim3 block;           ///< threads a block
  std::size_t shared_bytes;             ///< of dynamic shared memory, for each block
  void (*call)(const void* arguments);  ///< runs one thread of the kernel
  const void* arguments;                ///< for call(); they live until run() has returned
  std::size_t arguments_bytes;          ///< their size
  bool watched;                         ///< built to be checked
};

/// The dynamic shared memory that a block may have. Beyond 48 KiB it has to be asked for on a GPU, which launch() does;
/// 64 KiB is what all cards give for which we compile, from Turing on (later ones 99, those for data centres 163 or 227).
inline constexpr std::size_t most_shared_bytes = 64 * 1024;

/// Runs all blocks, as many at a time as OpenMP has threads, and returns when they are done. Throws KernelError when a
/// GPU would refuse the launch, or when a mistake is found in the kernel.
void run(const Launch& launch);

/// How launches are run, for tests.
struct Order {
  /// 0: blocks and threads in ascending order. Else both in an order drawn from this seed, another one for each launch.
  std::uint64_t seed = 0;
};
/// From now on. The same launches after the same call run in the same order.
void set_order(Order order);

/// The kernel, as it was written in launch().
std::string kernel_name(const Launch& launch);

/// How many kernels this process has launched.
std::uint64_t launch_count();

inline namespace PRIMER_CUDA_ON_CPU_BUILD {

#ifdef PRIMER_CUDA_CHECKED
inline constexpr bool watched_build = true;
#else
inline constexpr bool watched_build = false;
#endif

template <class... Parameters>
void launch_written(const char* written, void (*kernel)(Parameters...), dim3 grid, dim3 block,
                    std::size_t shared_bytes, Stream,
                    std::type_identity_t<Parameters>... arguments) {
  struct Call {
    void (*kernel)(Parameters...);
    std::tuple<Parameters...> arguments;
  };
  const Call call{kernel, {arguments...}};
  const auto run_one = [](const void* memory) {
    const Call& made = *static_cast<const Call*>(memory);
    std::apply(made.kernel, made.arguments);
  };
  run({written, grid, block, shared_bytes, run_one, &call, sizeof call, watched_build});
}

}  // namespace PRIMER_CUDA_ON_CPU_BUILD

}  // namespace primer::cuda_on_cpu
