#pragma once
// Atomics: read, change and write as one step that no other thread can come between. Each returns what stood there
// before. They are true atomics, because blocks run on several threads of the CPU. Integers use an instruction of the
// processor, everything else tries until nobody has interfered.
//
// What the sum of floats is depends on the order of the additions, here as on a GPU.

#include "kernels/cuda_on_cpu/here.hpp"

namespace primer::cuda_on_cpu {

/// Tells the watcher that an atomic at this address follows, which the code before `instruction` has called (checked
/// builds).
void watch_atomic(void* address, std::size_t bytes, const void* instruction);

inline namespace PRIMER_CUDA_ON_CPU_BUILD {

// Not watched like other accesses, which could not be told from an ordinary read and write. Instead each announces itself,
// and is called rather than inlined, so that it returns to the line that is to be named.
#ifdef PRIMER_CUDA_CHECKED
#define PRIMER_ATOMIC inline __attribute__((no_sanitize("thread"), noinline))
#define PRIMER_ANNOUNCE(address) watch_atomic(address, sizeof *address, __builtin_return_address(0))
#else
#define PRIMER_ATOMIC inline
#define PRIMER_ANNOUNCE(address) static_cast<void>(address)
#endif

/// *address = change(*address); returns the value before.
template <class T, class Change>
PRIMER_ATOMIC T atomic_update(T* address, Change change) {
  T before;
  __atomic_load(address, &before, __ATOMIC_RELAXED);
  for (;;) {
    T after = change(before);
    if (__atomic_compare_exchange(address, &before, &after, false, __ATOMIC_RELAXED,
                                  __ATOMIC_RELAXED)) {
      return before;
    }
  }
}

#define PRIMER_INTEGER_ATOMICS(type)                                                             \
  PRIMER_ATOMIC type atomicAdd(type* address, type value) {                                      \
    PRIMER_ANNOUNCE(address);                                                                    \
    return __atomic_fetch_add(address, value, __ATOMIC_RELAXED);                                 \
  }                                                                                              \
  PRIMER_ATOMIC type atomicAnd(type* address, type value) {                                      \
    PRIMER_ANNOUNCE(address);                                                                    \
    return __atomic_fetch_and(address, value, __ATOMIC_RELAXED);                                 \
  }                                                                                              \
  PRIMER_ATOMIC type atomicOr(type* address, type value) {                                       \
    PRIMER_ANNOUNCE(address);                                                                    \
    return __atomic_fetch_or(address, value, __ATOMIC_RELAXED);                                  \
  }                                                                                              \
  PRIMER_ATOMIC type atomicXor(type* address, type value) {                                      \
    PRIMER_ANNOUNCE(address);                                                                    \
    return __atomic_fetch_xor(address, value, __ATOMIC_RELAXED);                                 \
  }                                                                                              \
  PRIMER_ATOMIC type atomicExch(type* address, type value) {                                     \
    PRIMER_ANNOUNCE(address);                                                                    \
    return __atomic_exchange_n(address, value, __ATOMIC_RELAXED);                                \
  }                                                                                              \
  PRIMER_ATOMIC type atomicCAS(type* address, type expected, type value) {                       \
    PRIMER_ANNOUNCE(address);                                                                    \
    __atomic_compare_exchange_n(address, &expected, value, false, __ATOMIC_RELAXED,              \
                                __ATOMIC_RELAXED);                                               \
    return expected;                                                                             \
  }                                                                                              \
  PRIMER_ATOMIC type atomicMin(type* address, type value) {                                      \
    PRIMER_ANNOUNCE(address);                                                                    \
    return atomic_update(address, [=](type before) { return value < before ? value : before; }); \
  }                                                                                              \
  PRIMER_ATOMIC type atomicMax(type* address, type value) {                                      \
    PRIMER_ANNOUNCE(address);                                                                    \
    return atomic_update(address, [=](type before) { return before < value ? value : before; }); \
  }
PRIMER_INTEGER_ATOMICS(int)
PRIMER_INTEGER_ATOMICS(unsigned)
PRIMER_INTEGER_ATOMICS(unsigned long long)
#undef PRIMER_INTEGER_ATOMICS

PRIMER_ATOMIC int atomicSub(int* address, int value) {
  PRIMER_ANNOUNCE(address);
  return __atomic_fetch_sub(address, value, __ATOMIC_RELAXED);
}
PRIMER_ATOMIC unsigned atomicSub(unsigned* address, unsigned value) {
  PRIMER_ANNOUNCE(address);
  return __atomic_fetch_sub(address, value, __ATOMIC_RELAXED);
}

PRIMER_ATOMIC float atomicAdd(float* address, float value) {
  PRIMER_ANNOUNCE(address);
  return atomic_update(address, [=](float before) { return before + value; });
}
PRIMER_ATOMIC double atomicAdd(double* address, double value) {
  PRIMER_ANNOUNCE(address);
  return atomic_update(address, [=](double before) { return before + value; });
}
PRIMER_ATOMIC float atomicExch(float* address, float value) {
  PRIMER_ANNOUNCE(address);
  return atomic_update(address, [=](float) { return value; });
}

/// Counts up to `last`, then from 0 again.
PRIMER_ATOMIC unsigned atomicInc(unsigned* address, unsigned last) {
  PRIMER_ANNOUNCE(address);
  return atomic_update(address, [=](unsigned before) { return before >= last ? 0 : before + 1; });
}
/// Counts down to 0, then from `last` again.
PRIMER_ATOMIC unsigned atomicDec(unsigned* address, unsigned last) {
  PRIMER_ANNOUNCE(address);
  return atomic_update(
      address, [=](unsigned before) { return before == 0 || before > last ? last : before - 1; });
}

}  // namespace PRIMER_CUDA_ON_CPU_BUILD
}  // namespace primer::cuda_on_cpu
