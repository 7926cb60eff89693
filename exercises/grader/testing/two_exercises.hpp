#pragma once
// Two exercises that are nowhere, for tests of what is handed in: one to build, one to hunt.

#include <string>
#include <vector>

#include "exercises/grader/grade/exercise.hpp"

namespace primer::grader {

inline const std::vector<Exercise> two_exercises{{.path = "08_x/1_f", .name = "f"},
                                                 {.path = "08_x/2_h", .name = "h", .hunt = true}};
inline const std::string f = "exercises/08_x/1_f/f.cpp", h = "exercises/08_x/2_h/h_checks.cpp";

}  // namespace primer::grader
