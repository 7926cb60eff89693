#include "common/train/interrupt.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "common/testing/catch.hpp"

namespace primer::train {
namespace {

/// How a child process ends that runs `body`.
template <class Body>
int status_of(const Body& body) {
  const pid_t child = fork();
  if (child == 0) {
    body();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

}  // namespace

TEST_CASE("The first signal sets a flag and the program goes on") {
  const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
  clear_interrupt();
  CHECK(interrupt_requested() == 0);
  catch_interrupts();
  std::raise(signal);
  CHECK(interrupt_requested() == signal);
  clear_interrupt();
  CHECK(interrupt_requested() == 0);
}

TEST_CASE("A second signal ends the program at once") {
  const int status = status_of([] {
    catch_interrupts();
    std::raise(SIGINT);
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
    std::raise(SIGINT);
  });
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGINT);
}

TEST_CASE("One wish delivered twice is not two wishes") {
  const int status = status_of([] {
    catch_interrupts();
    std::raise(SIGINT);
    std::raise(SIGINT);
  });
  CHECK(WIFEXITED(status));
}

TEST_CASE("A wish of the program counts as the first signal") {
  const int status = status_of([] {
    catch_interrupts();
    request_interrupt(SIGTERM);
    std::raise(SIGTERM);
    if (interrupt_requested() != SIGTERM) _exit(1);
  });
  CHECK(status == 0);
}

TEST_CASE("A hangup that was ignored stays ignored") {
  const int status = status_of([] {
    std::signal(SIGHUP, SIG_IGN);
    catch_interrupts();
    std::raise(SIGHUP);
    if (interrupt_requested() != 0) _exit(1);
  });
  CHECK(status == 0);
}

}  // namespace primer::train
