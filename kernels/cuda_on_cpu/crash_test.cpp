// What the processor or AddressSanitizer stops is explained too. The kernel runs in a process of its own, which it ends.

#include "common/testing/catch.hpp"
//
#include <sys/wait.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <thread>

#include "kernels/cuda_on_cpu/fibre.hpp"
#include "kernels/cuda_on_cpu/testing/mistakes.hpp"

namespace primer::testing {
namespace {

struct Ended {
  int status;
  std::string said;
};

Ended run(const std::string& mistake) {
  FILE* pipe = popen((std::string(TESTING_CRASH) + " " + mistake + " 2>&1").c_str(), "r");
  REQUIRE(pipe);
  std::string said;
  for (int c = 0; (c = std::fgetc(pipe)) != EOF;) said += static_cast<char>(c);
  const int status = pclose(pipe);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, said};
}

#ifdef PRIMER_ADDRESS_SANITIZER

TEST_CASE("AddressSanitizer's report names the kernel and the thread") {
  const Ended beyond = run("beyond");
  CHECK(beyond.status == 1);
  CHECK_THAT(beyond.said,
             ContainsSubstring("primer: error: kernel fill, block (2, 0, 0), thread (0, 0, 0): ") &&
                 ContainsSubstring("heap-buffer-overflow") && ContainsSubstring("mistakes.cu:"));
  const Ended freed = run("freed");
  CHECK_THAT(freed.said, ContainsSubstring("primer: error: kernel fill, block (") &&
                             ContainsSubstring("heap-use-after-free"));
  CHECK_THAT(run("stack").said,
             ContainsSubstring("kernel deeper, block (0, 0, 0), thread (0, 0, 0): ") &&
                 ContainsSubstring("stack-overflow"));
}

#else

TEST_CASE("A stack that is full and a wild pointer are explained") {
  const Ended stack = run("stack");
  CHECK(stack.status == 3);
  CHECK(stack.said ==
        "primer: error: kernel deeper, block (0, 0, 0), thread (0, 0, 0): its stack of 64 KiB is "
        "full; make its "
        "arrays smaller, or end its recursion\n");
  const Ended wide = run("wide");
  CHECK(wide.status == 3);
  CHECK_THAT(wide.said, ContainsSubstring("kernel wide, block (0, 0, 0), thread (0, 0, 0): "));
  const Ended wild = run("wild");
  CHECK(wild.status == 3);
  CHECK_THAT(
      wild.said,
      ContainsSubstring("primer: error: kernel wild, block (0, 0, 0), thread (4, 0, 0): reads or "
                        "writes at 0x2000, where no memory is"));
}

TEST_CASE("A division by zero and an abort are explained") {
  const Ended zero = run("zero");
  CHECK(zero.status == 3);
  CHECK(zero.said ==
        "primer: error: kernel quotient, block (0, 0, 0), thread (6, 0, 0): divides an integer by "
        "zero, or overflows in doing so; a GPU gives a number without meaning\n");
  const Ended aborted = run("abort");
  CHECK(aborted.status == 3);
  CHECK(aborted.said ==
        "primer: error: kernel aborting, block (0, 0, 0), thread (5, 0, 0): aborts; an assertion "
        "may have failed\n");
}

/// Notes, when its thread ends, whether the thread still has a stack for signals.
struct AtEnd {
  bool* has_stack;
  ~AtEnd() {
    stack_t present{};
    sigaltstack(nullptr, &present);
    *has_stack = (present.ss_flags & SS_DISABLE) == 0;
  }
};

TEST_CASE(
    "A thread that has run a kernel ends without a stack for signals that is no longer there") {
  bool has_stack_before = false, has_stack = true;
  std::thread([&] {
    thread_local const AtEnd at_end{&has_stack};  // ends after what the launch leaves behind
    emulated::launches(1, 1, 1, 1, 1, 1, 0);
    stack_t present{};
    sigaltstack(nullptr, &present);
    has_stack_before = (present.ss_flags & SS_DISABLE) == 0;
  }).join();
  CHECK(has_stack_before);
  CHECK_FALSE(has_stack);
}

#endif

}  // namespace
}  // namespace primer::testing
