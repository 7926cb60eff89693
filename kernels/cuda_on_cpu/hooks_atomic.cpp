// The other half of what a checked kernel's compiler calls: atomics of C++ itself. Kernels use CUDA's (atomics.hpp), but
// the program around them may have some, as in the guard of a static variable. They are done and not looked at.

#include <cstddef>
#include <cstdint>

// NOLINTBEGIN: the names are not ours
#define PRIMER_FETCH(bits, type, operation)                                               \
  type __tsan_atomic##bits##_fetch_##operation(volatile type* address, type value, int) { \
    return __atomic_fetch_##operation(address, value, __ATOMIC_SEQ_CST);                  \
  }
#define PRIMER_ATOMIC_HOOKS(bits, type)                                                     \
  type __tsan_atomic##bits##_load(const volatile type* address, int) {                      \
    return __atomic_load_n(address, __ATOMIC_SEQ_CST);                                      \
  }                                                                                         \
  void __tsan_atomic##bits##_store(volatile type* address, type value, int) {               \
    __atomic_store_n(address, value, __ATOMIC_SEQ_CST);                                     \
  }                                                                                         \
  type __tsan_atomic##bits##_exchange(volatile type* address, type value, int) {            \
    return __atomic_exchange_n(address, value, __ATOMIC_SEQ_CST);                           \
  }                                                                                         \
  int __tsan_atomic##bits##_compare_exchange_strong(volatile type* address, type* expected, \
                                                    type value, int, int) {                 \
    return __atomic_compare_exchange_n(address, expected, value, false, __ATOMIC_SEQ_CST,   \
                                       __ATOMIC_SEQ_CST);                                   \
  }                                                                                         \
  int __tsan_atomic##bits##_compare_exchange_weak(volatile type* address, type* expected,   \
                                                  type value, int, int) {                   \
    return __atomic_compare_exchange_n(address, expected, value, false, __ATOMIC_SEQ_CST,   \
                                       __ATOMIC_SEQ_CST);                                   \
  }                                                                                         \
  type __tsan_atomic##bits##_compare_exchange_val(volatile type* address, type expected,    \
                                                  type value, int, int) {                   \
    __atomic_compare_exchange_n(address, &expected, value, false, __ATOMIC_SEQ_CST,         \
                                __ATOMIC_SEQ_CST);                                          \
    return expected;                                                                        \
  }                                                                                         \
  PRIMER_FETCH(bits, type, nand)                                                            \
  PRIMER_FETCH(bits, type, add)                                                             \
  PRIMER_FETCH(bits, type, sub)                                                             \
  PRIMER_FETCH(bits, type, and)                                                             \
  PRIMER_FETCH(bits, type, or)                                                              \
  PRIMER_FETCH(bits, type, xor)

extern "C" {
PRIMER_ATOMIC_HOOKS(8, std::uint8_t)
PRIMER_ATOMIC_HOOKS(16, std::uint16_t)
PRIMER_ATOMIC_HOOKS(32, std::uint32_t)
PRIMER_ATOMIC_HOOKS(64, std::uint64_t)
void __tsan_atomic_thread_fence(int) { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
void __tsan_atomic_signal_fence(int) { __atomic_signal_fence(__ATOMIC_SEQ_CST); }
// Clang, from 15 on.
void* __tsan_memcpy(void* to, const void* from, std::size_t bytes) {
  return __builtin_memcpy(to, from, bytes);
}
void* __tsan_memmove(void* to, const void* from, std::size_t bytes) {
  return __builtin_memmove(to, from, bytes);
}
void* __tsan_memset(void* memory, int byte, std::size_t bytes) {
  return __builtin_memset(memory, byte, bytes);
}
}
// NOLINTEND
