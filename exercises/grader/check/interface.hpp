#pragma once
// What the fixed header of every exercise includes, and all of the grader that a solution can see.

#include <stdexcept>

namespace primer {

/// What a hole throws until somebody fills it. The grader knows it by its type.
struct NotImplemented : std::logic_error {
  NotImplemented() : std::logic_error("not implemented yet") {}
};

}  // namespace primer

// PRIMER_INTERFACE(f, g) ends an exercise's header and names the functions that the checks call. It means something only
// where the grader builds the other end of that call (worker.hpp).
#ifdef PRIMER_WORKER
#include "exercises/grader/check/worker.hpp"
#define PRIMER_INTERFACE(...) \
  static const bool primer_interface = ::primer::grader::offer<__VA_ARGS__>()
#else
#define PRIMER_INTERFACE(...) static_assert(true)
#endif
