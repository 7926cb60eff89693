// What the compiler calls before every access to memory in a checked kernel; see watch.hpp. The names are
// ThreadSanitizer's, so this file must not be linked with it.

#include <cstddef>
#include <cstdint>
#include <string>

#include "kernels/cuda_on_cpu/atomics.hpp"
#include "kernels/cuda_on_cpu/sync.hpp"
#include "kernels/cuda_on_cpu/watch.hpp"
#include "kernels/cuda_on_cpu/worker.hpp"

namespace primer::cuda_on_cpu {
namespace {

/// Notes what is wrong with an access; false if something is.
bool allowed(Worker& worker, const void* address, std::size_t bytes, Access kind,
             const void* instruction, bool aligned) {
  if (aligned && (reinterpret_cast<std::uintptr_t>(address) & (bytes - 1)) != 0) {
    worker.note("takes " + std::to_string(bytes) + " bytes at once" + source_line(instruction) +
                " from an address that is no multiple of that; a GPU cannot");
    return false;
  }
  Watch& watch = Watch::instance();
  if (watch.allows(worker.current(), address, bytes, kind, instruction)) return true;
  worker.note(watch.wrong());
  return false;
}

void look_at(const void* address, std::size_t bytes, Access kind, const void* instruction,
             bool aligned = true) {
  if (!here.watched) return;
  const OutsideOfKernel outside;
  Worker& worker = *Worker::running();
  if (!allowed(worker, address, bytes, kind, instruction, aligned)) worker.give_up();
}

}  // namespace

void watch_atomic(void* address, std::size_t bytes, const void* instruction) {
  look_at(address, bytes, Access::atomic, instruction);
}

void fence() {
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
  if (here.watched) Watch::instance().fence();
}

}  // namespace primer::cuda_on_cpu

using primer::cuda_on_cpu::Access;
using primer::cuda_on_cpu::look_at;

// NOLINTBEGIN: the names are not ours
#define PRIMER_HOOKS(bytes)                                                     \
  void __tsan_read##bytes(void* address) {                                      \
    look_at(address, bytes, Access::read, __builtin_return_address(0));         \
  }                                                                             \
  void __tsan_write##bytes(void* address) {                                     \
    look_at(address, bytes, Access::write, __builtin_return_address(0));        \
  }                                                                             \
  void __tsan_unaligned_read##bytes(void* address) {                            \
    look_at(address, bytes, Access::read, __builtin_return_address(0), false);  \
  }                                                                             \
  void __tsan_unaligned_write##bytes(void* address) {                           \
    look_at(address, bytes, Access::write, __builtin_return_address(0), false); \
  }                                                                             \
  void __tsan_volatile_read##bytes(void* address) {                             \
    look_at(address, bytes, Access::atomic, __builtin_return_address(0));       \
  }                                                                             \
  void __tsan_volatile_write##bytes(void* address) {                            \
    look_at(address, bytes, Access::atomic, __builtin_return_address(0));       \
  }

extern "C" {
void __tsan_init() {}
void __tsan_func_entry(void*) {}
void __tsan_func_exit() {}
PRIMER_HOOKS(1)
PRIMER_HOOKS(2)
PRIMER_HOOKS(4)
PRIMER_HOOKS(8)
PRIMER_HOOKS(16)
void __tsan_read_range(void* address, std::size_t bytes) {
  look_at(address, bytes, Access::read, __builtin_return_address(0), false);
}
void __tsan_write_range(void* address, std::size_t bytes) {
  look_at(address, bytes, Access::write, __builtin_return_address(0), false);
}
void __tsan_vptr_update(void**, void*) {}
void __tsan_vptr_read(void**) {}
}
// NOLINTEND
