#pragma once
// An exercise whose checker ends without a verdict, as one does on a machine that fails it.

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// Whatever.
double fault(double x);

PRIMER_INTERFACE(fault);

}  // namespace primer::exercise
