#include "kernels/cuda_on_cpu/memory.hpp"

#include <cstring>
#include <deque>
#include <iterator>
#include <map>
#include <mutex>
#include <new>

namespace primer::cuda_on_cpu {
namespace {

constexpr std::align_val_t alignment{256};

struct Extent {
  std::size_t bytes;
  std::uint64_t serial;
};

/// All live allocations by their beginnings, and some of those that were given back.
struct Allocations {
  std::mutex mutex;
  std::map<const std::byte*, Extent> live;
  std::deque<Allocation> freed;
  std::uint64_t made = 0;
  std::size_t bytes_in_use = 0;
};

Allocations& allocations() {
  static Allocations* all = new Allocations;  // outlives whoever frees memory late
  return *all;
}

constexpr std::size_t freed_to_remember = 64;

}  // namespace

void* allocate(std::size_t bytes) {
  if (bytes == 0) return nullptr;
  void* memory = ::operator new(bytes, alignment, std::nothrow);
  if (!memory) return nullptr;
  std::memset(memory, 0xff, bytes);
  Allocations& all = allocations();
  const std::lock_guard lock(all.mutex);
  all.live[static_cast<std::byte*>(memory)] = {bytes, ++all.made};
  all.bytes_in_use += bytes;
  return memory;
}

bool release(void* memory) {
  if (!memory) return true;
  Allocations& all = allocations();
  {
    const std::lock_guard lock(all.mutex);
    const auto found = all.live.find(static_cast<std::byte*>(memory));
    if (found == all.live.end()) return false;
    all.bytes_in_use -= found->second.bytes;
    all.freed.push_front({found->first, found->second.bytes, found->second.serial});
    if (all.freed.size() > freed_to_remember) all.freed.pop_back();
    all.live.erase(found);
  }
  ::operator delete(memory, alignment);
  return true;
}

Allocation find_allocation(const void* address) {
  const auto* wanted = static_cast<const std::byte*>(address);
  Allocations& all = allocations();
  const std::lock_guard lock(all.mutex);
  const auto after = all.live.upper_bound(wanted);
  if (after == all.live.begin()) return {};
  const auto& [begin, extent] = *std::prev(after);
  if (wanted >= begin + extent.bytes) return {};
  return {begin, extent.bytes, extent.serial};
}

bool is_device_memory(const void* memory, std::size_t bytes) {
  const Allocation allocation = find_allocation(memory);
  return allocation.begin &&
         static_cast<const std::byte*>(memory) + bytes <= allocation.begin + allocation.bytes;
}

std::string describe_address(const void* address, std::size_t bytes) {
  constexpr std::ptrdiff_t near = 4096;
  const auto* wanted = static_cast<const std::byte*>(address);
  Allocations& all = allocations();
  const std::lock_guard lock(all.mutex);
  const auto after = all.live.upper_bound(wanted);
  const auto size = [](std::size_t n) {
    return "an allocation of " + std::to_string(n) + " bytes";
  };
  if (after != all.live.begin()) {
    const auto& [begin, extent] = *std::prev(after);
    const std::ptrdiff_t beyond = wanted - begin - static_cast<std::ptrdiff_t>(extent.bytes);
    if (beyond < 0) {
      return "across the end of " + size(extent.bytes) + "; check the index against the size";
    }
    if (beyond < near) {
      return (beyond == 0 ? "right" : std::to_string(beyond) + " bytes") + " beyond the end of " +
             size(extent.bytes) + "; check the index against the size";
    }
  }
  for (const Allocation& freed : all.freed) {
    if (wanted >= freed.begin && wanted + bytes <= freed.begin + freed.bytes) {
      return "in " + size(freed.bytes) + " that has been freed; free it after its last use";
    }
  }
  if (after != all.live.end() && after->first - wanted < near) {
    return std::to_string(after->first - wanted) + " bytes before the beginning of " +
           size(after->second.bytes) + "; check the index for being negative";
  }
  return "that are no device memory; allocate them with cudaMalloc and copy with cudaMemcpy";
}

std::size_t bytes_in_use() {
  Allocations& all = allocations();
  const std::lock_guard lock(all.mutex);
  return all.bytes_in_use;
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
