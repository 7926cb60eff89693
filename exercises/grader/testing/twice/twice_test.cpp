#include "twice.hpp"

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {

using namespace grader;

PRIMER_CHECK("Positive numbers double", 5) {
  const double x = draw.real(1, 2);
  expect_near(student<twice>(x), 2 * x, 1e-12, "2 x", "That is what twice means.");
}

PRIMER_CHECK("Negative numbers double", 5) {
  const double x = draw.real(-2, -1);
  expect_near(student<twice>(x), 2 * x, 1e-12, "2 x", "That is what twice means.");
}

}  // namespace primer::exercise
