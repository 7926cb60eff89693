#pragma once
// The smallest exercise, for the grader's own tests.

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// Twice x.
double twice(double x);

PRIMER_INTERFACE(twice);

}  // namespace primer::exercise
