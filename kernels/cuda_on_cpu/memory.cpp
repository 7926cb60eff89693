#include "kernels/cuda_on_cpu/memory.hpp"

#include <cstring>
#include <map>
#include <mutex>
#include <new>

namespace primer::cuda_on_cpu {
namespace {

constexpr std::align_val_t alignment{256};

/// All live allocations by their beginnings.
struct Allocations {
  std::mutex mutex;
  std::map<const std::byte*, std::size_t> bytes;
  std::size_t in_use = 0;
};

Allocations& allocations() {
  static Allocations* all = new Allocations;  // outlives whoever frees memory late
  return *all;
}

}  // namespace

void* allocate(std::size_t bytes) {
  if (bytes == 0) return nullptr;
  void* memory = ::operator new(bytes, alignment, std::nothrow);
  if (!memory) return nullptr;
  std::memset(memory, 0xff, bytes);
  Allocations& all = allocations();
  const std::lock_guard lock(all.mutex);
  all.bytes[static_cast<std::byte*>(memory)] = bytes;
  all.in_use += bytes;
  return memory;
}

bool release(void* memory) {
  if (!memory) return true;
  Allocations& all = allocations();
  {
    const std::lock_guard lock(all.mutex);
    const auto found = all.bytes.find(static_cast<std::byte*>(memory));
    if (found == all.bytes.end()) return false;
    all.in_use -= found->second;
    all.bytes.erase(found);
  }
  ::operator delete(memory, alignment);
  return true;
}

bool is_device_memory(const void* memory, std::size_t bytes) {
  const auto* begin = static_cast<const std::byte*>(memory);
  Allocations& all = allocations();
  const std::lock_guard lock(all.mutex);
  auto after = all.bytes.upper_bound(begin);
  if (after == all.bytes.begin()) return false;
  --after;
  return begin + bytes <= after->first + after->second;
}

std::size_t bytes_in_use() {
  Allocations& all = allocations();
  const std::lock_guard lock(all.mutex);
  return all.in_use;
}

cudaError_t cudaMemcpy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind) {
  if (bytes == 0) return cudaSuccess;
  const bool to_device = kind == cudaMemcpyHostToDevice || kind == cudaMemcpyDeviceToDevice;
  const bool from_device = kind == cudaMemcpyDeviceToHost || kind == cudaMemcpyDeviceToDevice;
  if (to_device && !is_device_memory(to, bytes)) return cudaErrorInvalidValue;
  if (from_device && !is_device_memory(from, bytes)) return cudaErrorInvalidValue;
  std::memmove(to, from, bytes);
  return cudaSuccess;
}

cudaError_t cudaMemset(void* memory, int byte, std::size_t bytes) {
  if (bytes == 0) return cudaSuccess;
  if (!is_device_memory(memory, bytes)) return cudaErrorInvalidValue;
  std::memset(memory, byte, bytes);
  return cudaSuccess;
}

}  // namespace primer::cuda_on_cpu
