#pragma once
// What the running program knows of itself: where it lies in memory, and which line an instruction came from.

#include <cstddef>
#include <string>

namespace primer::cuda_on_cpu {

/// Addresses of the program, as the loader tells them.
struct Image {
  const std::byte *begin = nullptr,               ///< the first byte of code, constants, variables
      *end = nullptr;                             ///< behind the last byte of them
  const std::byte* zero = nullptr;                ///< where its address 0 has come to lie
  const std::byte* thread_local_begin = nullptr;  ///< the calling thread's own variables
  std::size_t thread_local_bytes = 0;             ///< how many bytes they take
};
Image program_image();

/// " (sum.cu:12)", the line of the source from which this return address came, outside of the runtime's own headers; empty
/// when the program has no debug information or there is no addr2line.
std::string source_line(const void* return_address);

}  // namespace primer::cuda_on_cpu
