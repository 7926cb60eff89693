#pragma once
// Where in the grid the code that is running stands. The scheduler writes this down each time it goes on with a thread.

#include <cstddef>

#include "kernels/cuda_on_cpu/keywords.hpp"
#include "kernels/cuda_on_cpu/vector_types.hpp"

namespace primer::cuda_on_cpu {

/// A line of a source file. As a default argument it is the line of the call.
struct Place {
  const char* file = "";  ///< its name, as the compiler knows it
  int line = 0;           ///< counted from 1; 0 for none

  /// The line of the call; as a default argument of another function, that of its call.
  static constexpr Place here(const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    return {file, line};
  }
  /// The same line of files of the same name.
  constexpr bool operator==(const Place& other) const {
    return line == other.line && __builtin_strcmp(file, other.file) == 0;
  }
};

/// What this thread of the operating system is running at the moment.
struct Here {
  uint3 thread{0, 0, 0};                ///< as in CUDA: threadIdx
  uint3 block{0, 0, 0};                 ///< as in CUDA: blockIdx
  dim3 block_size;                      ///< as in CUDA: blockDim
  dim3 grid_size;                       ///< as in CUDA: gridDim
  std::byte* dynamic_shared = nullptr;  ///< the block's; its size is in the launch
  bool watched =
      false;  ///< whether code of a kernel is running, and its accesses are to be looked at
};

inline constinit thread_local Here here;

inline namespace PRIMER_CUDA_ON_CPU_BUILD {

inline constexpr int warpSize = 32;

inline const uint3& thread_index() { return here.thread; }
inline const uint3& block_index() { return here.block; }
inline const dim3& block_size() { return here.block_size; }
inline const dim3& grid_size() { return here.grid_size; }

/// The launch's dynamic shared memory, aligned to 16 bytes.
template <class T>
T* dynamic_shared() {
  return reinterpret_cast<T*>(here.dynamic_shared);
}

}  // namespace PRIMER_CUDA_ON_CPU_BUILD
}  // namespace primer::cuda_on_cpu

// Constants to a kernel, so that it cannot assign to them.
#define threadIdx (::primer::cuda_on_cpu::thread_index())
#define blockIdx (::primer::cuda_on_cpu::block_index())
#define blockDim (::primer::cuda_on_cpu::block_size())
#define gridDim (::primer::cuda_on_cpu::grid_size())
