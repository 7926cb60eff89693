#include "common/tensor/storage.hpp"

#include <bit>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>
#include <stdexcept>
#include <vector>

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

// Blocks that wait to be used again, by size.
struct Cache {
  std::mutex mutex;
  std::map<std::size_t, std::vector<void*>> blocks;
  StorageStatistics statistics;

  void release() {
    for (auto& [size, waiting] : blocks) {
      for (void* block : waiting) std::free(block);
      statistics.bytes_cached -= size * waiting.size();
      waiting.clear();
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
  if (device.kind != Device::Kind::cpu)
    throw std::invalid_argument(device.str() + ": this build has no CUDA");
  const std::size_t size = round_up(bytes);
  if (size == 0) return;
  if (size < bytes || size > addressable) throw std::bad_alloc();
  Cache& shared = cache();
  const std::scoped_lock lock(shared.mutex);
  ++shared.statistics.requests;
  std::vector<void*>& waiting = shared.blocks[size];
  if (waiting.empty()) {
    ++shared.statistics.system_calls;
    data_ = std::aligned_alloc(alignment, size);
    if (data_ == nullptr) throw std::bad_alloc();
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
  shared.blocks[size].push_back(data_);
}

StorageStatistics storage_statistics() {
  const std::scoped_lock lock(cache().mutex);
  return cache().statistics;
}

void release_cached_storage() {
  const std::scoped_lock lock(cache().mutex);
  cache().release();
}

}  // namespace primer
