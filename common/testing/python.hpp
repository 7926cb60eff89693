#pragma once

#include <string>

namespace primer::testing {

/// The Python that the twins run in: $PRIMER_PYTHON, else the one in .venv.
struct Python {
  std::string program;  ///< empty when there is none
  std::string absence;  ///< why there is none
};

/// @param module that it must be able to import, such as "torch"
Python find_python(const std::string& module);

inline constexpr const char* get_python =
    "get one with ./primer setup twins, or name it in $PRIMER_PYTHON";

}  // namespace primer::testing
