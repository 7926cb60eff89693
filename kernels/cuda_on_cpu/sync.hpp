#pragma once
// __syncthreads, the barrier of a block: no thread goes on before all have come.

#include "kernels/cuda_on_cpu/here.hpp"

namespace primer::cuda_on_cpu {

enum class Barrier { plain, count, all, any };

/// Waits until all threads of the block are here and returns what they agree on: how many predicates hold, or whether
/// all or any does. Ends the launch with an error where a thread has left the block or waits elsewhere.
int wait_at_barrier(Barrier kind, bool predicate, Place place);

/// What the caller has done is seen by all other blocks before what it does next.
void fence();

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

// Order one thread's accesses as others see them. The threads of a block take turns here, so only blocks need this.
inline void __threadfence_block() {}
inline void __threadfence() { fence(); }
inline void __threadfence_system() { fence(); }

}  // namespace PRIMER_CUDA_ON_CPU_BUILD
}  // namespace primer::cuda_on_cpu
