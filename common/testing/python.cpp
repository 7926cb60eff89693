#include "common/testing/python.hpp"

#include <cstdlib>

#include "common/app/process.hpp"

namespace primer::testing {

Python find_python(const std::string& module) {
  const char* named = std::getenv("PRIMER_PYTHON");
  const bool is_named = named != nullptr && *named != '\0';
  const std::string program = is_named ? named : PRIMER_SOURCE_DIR "/.venv/bin/python";
  // To look for a module is much quicker than to import it.
  const auto finished = app::run_process({program, "-c",
                                          "import importlib.util, sys\n"
                                          "sys.exit(importlib.util.find_spec(sys.argv[1]) is None)",
                                          module});
  if (!finished) return {"", "there is no " + program};
  if (finished->status != 0) return {"", program + " has no " + module};
  return {program, ""};
}

}  // namespace primer::testing
