#include "kernels/cuda_on_cpu/crash.hpp"

#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>

#include "kernels/cuda_on_cpu/worker.hpp"

namespace primer::cuda_on_cpu {
namespace {

void say(const std::string& what) {
  const std::string line = "primer: error: " + what + "\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, line.data(), line.size());
}

#ifndef PRIMER_ADDRESS_SANITIZER
constexpr std::array<int, 5> signals{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
std::array<struct sigaction, signals.size()> others;  // who was there before

std::string explanation(const Worker& worker, int signal, const void* address) {
  switch (signal) {
    case SIGFPE:
      return "divides an integer by zero, or overflows in doing so; a GPU gives a number without "
             "meaning";
    case SIGABRT:
      return "aborts; an assertion may have failed";
    case SIGILL:
      return "comes to an instruction that this processor does not know, or to unreachable code";
    default:
      break;
  }
  if (worker.stack_overflowed(address)) {
    return "its stack of " + std::to_string(Fibre::stack_bytes / 1024) +
           " KiB is full; make its arrays smaller, or end its recursion";
  }
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "0x%jx", reinterpret_cast<std::uintmax_t>(address));
  return std::string("reads or writes at ") + text.data() +
         ", where no memory is; the checked build of the kernel can say more";
}

// Who has run out of stack cannot explain it on that stack. The system forgets this one before its memory is given back.
class SignalStack {
 public:
  SignalStack() {
    stack_t present{};
    sigaltstack(nullptr, &present);
    if ((present.ss_flags & SS_DISABLE) == 0 && present.ss_size >= bytes) return;
    memory_ = std::make_unique<std::byte[]>(bytes);
    stack_t ours{};
    ours.ss_sp = memory_.get();
    ours.ss_size = bytes;
    sigaltstack(&ours, nullptr);
  }
  ~SignalStack() {
    stack_t present{};
    sigaltstack(nullptr, &present);
    if (!memory_ || present.ss_sp != memory_.get()) return;
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    sigaltstack(&none, nullptr);
  }
  SignalStack(const SignalStack&) = delete;
  SignalStack& operator=(const SignalStack&) = delete;

 private:
  static constexpr std::size_t bytes = 64 * 1024;
  std::unique_ptr<std::byte[]> memory_;
};

// Nothing here is promised to work in a signal's handler; but the thread is lost anyway, and it nearly always does.
void on_signal(int signal, siginfo_t* info, void*) {
  const Worker* worker = Worker::running();
  if (worker) say(worker->position() + ": " + explanation(*worker, signal, info->si_addr));
  for (std::size_t i = 0; i < signals.size(); ++i) {
    if (signals[i] != signal) continue;
    if (worker && others[i].sa_handler == SIG_DFL) _exit(3);
    sigaction(signal, &others[i], nullptr);  // the instruction is tried again, now under their eyes
    if (signal == SIGABRT) raise(signal);
  }
}
#endif

}  // namespace

#ifdef PRIMER_ADDRESS_SANITIZER
void explain_crashes() {}
#else
void explain_crashes() {
  static std::once_flag once;
  std::call_once(once, [] {
    for (std::size_t i = 0; i < signals.size(); ++i) {
      struct sigaction ours {};
      ours.sa_sigaction = on_signal;
      ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
      sigaction(signals[i], &ours, &others[i]);
    }
  });
  thread_local const SignalStack stack;
}
#endif

}  // namespace primer::cuda_on_cpu

#ifdef PRIMER_ADDRESS_SANITIZER
/// AddressSanitizer calls this before its report.
extern "C" void __asan_on_error() {  // NOLINT: its name
  using namespace primer::cuda_on_cpu;
  if (const Worker* worker = Worker::running()) {
    say(worker->position() + ": AddressSanitizer has found the following");
  }
}
#endif
