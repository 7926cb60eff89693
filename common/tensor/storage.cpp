#include "common/tensor/storage.hpp"

#include <bit>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>
#include <tuple>
#include <vector>

#include "kernels/memory/memory.hpp"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size) static_cast<void>(address)
#define ASAN_UNPOISON_MEMORY_REGION(address, size) static_cast<void>(address)
#endif

namespace primer {
namespace {

constexpr std::size_t alignment = 64;

// No process has more than 47 bits of addresses.
constexpr std::size_t addressable = std::size_t{1} << 47;

// Sizes are rounded up to one of eight steps between powers of two, so that a block fits again when a batch is a
// little smaller, at the cost of an eighth of its size at most.
std::size_t round_up(std::size_t bytes) {
  if (bytes <= 8 * alignment) return (bytes + alignment - 1) / alignment * alignment;
  const std::size_t step = std::bit_floor(bytes - 1) / 8;
  return (bytes + step - 1) / step * step;
}

// A new block from the system. @throws std::bad_alloc
void* request(std::size_t size, Device device) {
  if (device.kind != Device::Kind::cpu) return ops::allocate.on(device)(size);
  void* const block = std::aligned_alloc(alignment, size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void give_back(void* block, Device device) {
  if (device.kind != Device::Kind::cpu) return ops::release.on(device)(block);
  std::free(block);
}

// Blocks that wait to be used again, by device and size.
struct Cache {
  std::mutex mutex;
  std::map<std::tuple<Device::Kind, int, std::size_t>, std::vector<void*>> blocks;
  StorageStatistics statistics;

  std::vector<void*>& waiting(Device device, std::size_t size) {
    return blocks[{device.kind, device.index, size}];
  }

  void release() {
    for (auto& [key, waiting] : blocks) {
      const auto [kind, index, size] = key;
      for (void* block : waiting) {
        ASAN_UNPOISON_MEMORY_REGION(block, size);
        give_back(block, {kind, index});
      }
      statistics.bytes_cached -= size * waiting.size();
      waiting.clear();
    }
  }

  // From the system, if need be at the expense of what is cached.
  void* request_or_make_room(std::size_t size, Device device) {
    try {
      return request(size, device);
    } catch (const std::bad_alloc&) {
      release();
      return request(size, device);
    }
  }
};

// Never destroyed before the last tensor: a static tensor may outlive other statics.
Cache& cache() {
  static Cache& instance = *new Cache;
  return instance;
}

}  // namespace

std::shared_ptr<Storage> Storage::allocate(std::size_t bytes, Device device) {
  return std::shared_ptr<Storage>(new Storage(bytes, device));
}

Storage::Storage(std::size_t bytes, Device device) : bytes_(bytes), device_(device) {
  const std::size_t size = round_up(bytes);
  if (size == 0) return;
  if (size < bytes || size > addressable) throw std::bad_alloc();
  Cache& shared = cache();
  const std::scoped_lock lock(shared.mutex);
  ++shared.statistics.requests;
  std::vector<void*>& waiting = shared.waiting(device, size);
  if (waiting.empty()) {
    ++shared.statistics.system_calls;
    data_ = shared.request_or_make_room(size, device);
  } else {
    data_ = waiting.back();
    waiting.pop_back();
    shared.statistics.bytes_cached -= size;
  }
  shared.statistics.bytes_in_use += size;
  ASAN_UNPOISON_MEMORY_REGION(data_, bytes);
  ASAN_POISON_MEMORY_REGION(static_cast<char*>(data_) + bytes, size - bytes);
}

Storage::~Storage() {
  if (data_ == nullptr) return;
  const std::size_t size = round_up(bytes_);
  Cache& shared = cache();
  const std::scoped_lock lock(shared.mutex);
  ASAN_POISON_MEMORY_REGION(data_, size);
  shared.statistics.bytes_in_use -= size;
  shared.statistics.bytes_cached += size;
  shared.waiting(device_, size).push_back(data_);
}

StorageStatistics storage_statistics() {
  const std::scoped_lock lock(cache().mutex);
  return cache().statistics;
}

void release_cached_storage() {
  const std::scoped_lock lock(cache().mutex);
  cache().release();
}

void copy_bytes(void* to, Device to_device, const void* from, Device from_device,
                std::size_t bytes) {
  constexpr auto cpu = Device::Kind::cpu;
  if (from_device == to_device) {
    ops::copy_within.on(to_device)(to, from, bytes, {});
  } else if (from_device.kind == cpu) {
    ops::copy_in.on(to_device)(to, from, bytes, {});
  } else if (to_device.kind == cpu) {
    ops::copy_out.on(from_device)(to, from, bytes, {});
  } else {
    std::vector<char> between(bytes);
    ops::copy_out.on(from_device)(between.data(), from, bytes, {});
    ops::copy_in.on(to_device)(to, between.data(), bytes, {});
  }
}

}  // namespace primer
