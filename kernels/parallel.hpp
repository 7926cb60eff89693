#pragma once
// Dividing a loop among the threads.

#include <omp.h>

#include <algorithm>

#include "kernels/operation.hpp"

namespace primer::cpu {

/// Work below which a loop stays on the calling thread: to wake the others costs 1 to 3 microseconds. The unit is one
/// float read or written in the cache; an exponential is worth about eight.
inline constexpr Index parallel_threshold = 1 << 16;

/// Calls body(begin, end) on consecutive parts that together cover 0 … n-1, one part a thread; on the whole at once where
/// n items of this much work each are not worth it. The parts are cut at multiples of `grain`, so that no two threads
/// write to one cache line, and a vectorised loop ends in the same remainder for any number of threads.
template <class Body>
void parallel_for(Index n, Index work_per_item, Index grain, const Body& body) {
  if (n * work_per_item < parallel_threshold || omp_get_max_threads() == 1 || omp_in_parallel()) {
    body(Index{0}, n);
    return;
  }
  const Index grains = (n + grain - 1) / grain;
#pragma omp parallel
  {
    const Index threads = omp_get_num_threads();
    const Index thread = omp_get_thread_num();
    const Index begin = grains * thread / threads * grain;
    const Index end = std::min(n, grains * (thread + 1) / threads * grain);
    if (begin < end) body(begin, end);
  }
}

/// The grain of loops over single floats: four cache lines.
inline constexpr Index element_grain = 64;

}  // namespace primer::cpu
