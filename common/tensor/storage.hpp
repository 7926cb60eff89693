#pragma once
// Memory of tensors. Blocks that are let go are kept and handed out again, so that training, which asks for the same
// sizes at every step, asks the system for memory in its first steps only.
//
// On a GPU a block is let go while kernels that use it may still wait for their turn. It can be handed out at once all
// the same: everything goes into one stream, so that whatever the new owner does to it comes behind them.

#include <cstddef>
#include <memory>

#include "common/tensor/device.hpp"

namespace primer {

/// A block of raw memory on one device, aligned to 64 bytes, not initialised.
class Storage {
 public:
  /// @throws std::bad_alloc; std::logic_error for a GPU where the build has no CUDA
  static std::shared_ptr<Storage> allocate(std::size_t bytes, Device device);
  ~Storage();
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;

  /// The first byte; null for a block of none.
  void* data() const { return data_; }
  /// As many as were asked for, before they were rounded up.
  std::size_t bytes() const { return bytes_; }
  /// Where the block lies.
  Device device() const { return device_; }

 private:
  Storage(std::size_t bytes, Device device);

  void* data_ = nullptr;
  std::size_t bytes_ = 0;
  Device device_;
};

/// How much memory tensors hold and how well it is used again. Blocks of zero bytes do not count;
/// the others count in the size to which they were rounded up.
struct StorageStatistics {
  std::size_t requests = 0;      ///< blocks asked for so far
  std::size_t system_calls = 0;  ///< how many of them came fresh from the system
  std::size_t bytes_in_use = 0;  ///< of all living tensors
  std::size_t bytes_cached = 0;  ///< of blocks that wait to be handed out again
};

/// Of the whole process, as of now. Any thread may ask.
StorageStatistics storage_statistics();

/// Gives all cached blocks back to the system.
void release_cached_storage();

/// Copies between the memories of devices, or within one. Returns when `from` may be changed; where `to` is the CPU's,
/// that is when all that the device had to do is done.
void copy_bytes(void* to, Device to_device, const void* from, Device from_device,
                std::size_t bytes);

}  // namespace primer
