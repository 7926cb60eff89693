#include "kernels/memory/memory.hpp"

#include <cstring>
#include <new>

namespace primer::cpu {

bool available() { return true; }

void* allocate(std::size_t bytes) { return bytes == 0 ? nullptr : ::operator new(bytes); }

void release(void* memory) { ::operator delete(memory); }

void copy_in(void* to, const void* from, std::size_t bytes, Stream) {
  if (bytes > 0) std::memcpy(to, from, bytes);
}

void copy_out(void* to, const void* from, std::size_t bytes, Stream stream) {
  copy_in(to, from, bytes, stream);
}

void copy_within(void* to, const void* from, std::size_t bytes, Stream stream) {
  copy_in(to, from, bytes, stream);
}

}  // namespace primer::cpu
