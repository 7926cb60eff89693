#include "fault.hpp"

#include <unistd.h>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {

using namespace grader;

PRIMER_CHECK("It is given up", 5) {
  student<fault>(draw.real());
  ::_exit(1);
}

}  // namespace primer::exercise
