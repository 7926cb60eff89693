#include "common/train/interrupt.hpp"

#include <csignal>
#include <ctime>
#include <initializer_list>

namespace primer::train {
namespace {

volatile std::sig_atomic_t requested = 0;
timespec time_of_request;

double seconds_since_request() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec - time_of_request.tv_sec) +
         1e-9 * static_cast<double>(now.tv_nsec - time_of_request.tv_nsec);
}

void on_signal(int signal) {
  if (requested == 0) {
    request_interrupt(signal);
  } else if (seconds_since_request() > 0.2) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&action.sa_mask, signal);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    sigaction(signal, nullptr, &before);
    if (signal == SIGHUP && before.sa_handler == SIG_IGN) continue;
    sigaction(signal, &action, nullptr);
  }
}

int interrupt_requested() { return requested; }

void request_interrupt(int signal) {
  clock_gettime(CLOCK_MONOTONIC, &time_of_request);
  requested = signal;
}

void clear_interrupt() { requested = 0; }

}  // namespace primer::train
