#pragma once
// __syncthreads, the barrier of a block: no thread goes on before all have come.

#include "kernels/cuda_on_cpu/here.hpp"

namespace primer::cuda_on_cpu {

enum class Barrier { plain, count, all, any };

/// Waits until all threads of the block are here and returns what they agree on: how many predicates hold, or whether
/// all or any does. Ends the launch with an error where a thread has left the block or waits elsewhere.
int wait_at_barrier(Barrier kind, bool predicate, Place place);

inline namespace PRIMER_CUDA_ON_CPU_BUILD {

inline void __syncthreads(Place place = Place::here()) {
  wait_at_barrier(Barrier::plain, true, place);
}
inline int __syncthreads_count(int predicate, Place place = Place::here()) {
  return wait_at_barrier(Barrier::count, predicate != 0, place);
}
inline int __syncthreads_and(int predicate, Place place = Place::here()) {
  return wait_at_barrier(Barrier::all, predicate != 0, place);
}
inline int __syncthreads_or(int predicate, Place place = Place::here()) {
  return wait_at_barrier(Barrier::any, predicate != 0, place);
}

// Order one thread's writes as others see them. Threads of a block take turns here, and the atomics between blocks are
// ordered on a CPU, so there is nothing to do.
inline void __threadfence_block() {}
inline void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __threadfence_system() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }

}  // namespace PRIMER_CUDA_ON_CPU_BUILD
}  // namespace primer::cuda_on_cpu
