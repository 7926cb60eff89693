#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#else
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#endif

#include "common/testing/catch_runner.hpp"

namespace primer::testing {

int run_catch(const std::vector<const char*>& arguments) {
  return Catch::Session().run(static_cast<int>(arguments.size()), arguments.data());
}

}  // namespace primer::testing

// What the sanitizers are asked for: a request for more memory than there is fails as it does without them, and an error
// shows who called whom.
extern "C" const char* __asan_default_options() { return "allocator_may_return_null=1"; }
extern "C" const char* __ubsan_default_options() { return "print_stacktrace=1"; }
