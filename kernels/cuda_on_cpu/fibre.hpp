#pragma once
// A fibre: a place to run code that can stop in the middle and be gone on with later, because it has a stack of its own.
//
// A CUDA thread that waits at a barrier has to keep its variables and remember where it was. A thread of the operating
// system could do that, but a block has up to 1024 of them and to switch between two takes microseconds. A fibre is the
// same without the operating system: to switch is to save six registers and to point the processor to another stack,
// a few nanoseconds, which Boost.Context does. Fibres of one thread take turns and are never interrupted.

#include <boost/context/detail/fcontext.hpp>
#include <cstddef>

namespace primer::cuda_on_cpu {

/// One of those that a thread of the operating system has; they stay with it.
class Fibre {
 public:
  /// Will call body(argument), which must not return. `number` tells it from the others of its thread.
  Fibre(void (*body)(void*), void* argument, std::size_t number);
  ~Fibre();
  Fibre(const Fibre&) = delete;
  Fibre& operator=(const Fibre&) = delete;

  /// Goes on with the fibre until it calls suspend().
  void resume();
  /// Called by the fibre: goes back to resume().
  void suspend();
  /// Forgets what the fibre was doing: the next resume() begins with body() again. No destructors run.
  void restart();

  /// Whether an address lies in its stack, and whether in the guard below, which nothing may touch.
  bool on_stack(const void* address) const { return address >= stack_ && address < top_; }
  bool in_guard(const void* address) const { return address >= mapping_ && address < stack_; }

  static constexpr std::size_t guard_bytes = 16 * 1024;
#ifdef __SANITIZE_ADDRESS__  // which puts a margin around every variable
  static constexpr std::size_t stack_bytes = 256 * 1024;
#else
  static constexpr std::size_t stack_bytes = 64 * 1024;
#endif

 private:
  static void enter(boost::context::detail::transfer_t from);

  void (*body_)(void*);
  void* argument_;
  std::byte* mapping_;  // guard, then stack
  std::byte* stack_;
  std::byte* top_;                                        // where it begins; stacks grow downwards
  boost::context::detail::fcontext_t inside_ = nullptr;   // where to go on with the fibre
  boost::context::detail::fcontext_t outside_ = nullptr;  // where resume() was called
  // The stack that resume() was called on, as AddressSanitizer wants to know.
  const void* outer_stack_ = nullptr;
  std::size_t outer_bytes_ = 0;
};

}  // namespace primer::cuda_on_cpu
