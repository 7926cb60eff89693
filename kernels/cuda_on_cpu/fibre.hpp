#pragma once
// A fibre: a place to run code that can stop in the middle and be gone on with later, because it has a stack of its own.
//
// A CUDA thread that waits at a barrier has to keep its variables and remember where it was. A thread of the operating
// system could do that, but a block has up to 1024 of them and to switch between two takes microseconds. A fibre is the
// same without the operating system: to switch is to save six registers and to point the processor to another stack,
// a few nanoseconds, which Boost.Context does. Fibres of one thread take turns and are never interrupted.

#include <boost/context/detail/fcontext.hpp>
#include <cstddef>

#include "kernels/cuda_on_cpu/keywords.hpp"

namespace primer::cuda_on_cpu {

/// One of those that a thread of the operating system has; they stay with it.
class Fibre {
 public:
  /// What the thread itself is running on. Stands for it where fibres return to it.
  Fibre() = default;
  /// Will call body(argument), which must not return. `number` tells it from the others of its thread.
  Fibre(void (*body)(void*), void* argument, std::size_t number);
  ~Fibre();
  Fibre(const Fibre&) = delete;
  Fibre& operator=(const Fibre&) = delete;

  /// Leaves `from`, which is running, and goes on with `to`. Returns when somebody switches back to `from`.
  static void go(Fibre& from, Fibre& to);
  /// Forgets what the fibre was doing: it will begin with its body again. No destructors run.
  void restart();

  /// Whether an address lies in its stack.
  bool on_stack(const void* address) const { return address >= stack_ && address < top_; }
  /// Whether an address lies in the guard below its stack, which nothing may touch.
  bool in_guard(const void* address) const { return address >= mapping_ && address < stack_; }

#ifdef PRIMER_ADDRESS_SANITIZER  // which puts a margin around every variable
  static constexpr std::size_t stack_bytes = 256 * 1024;  ///< the least size of a stack
#else
  static constexpr std::size_t stack_bytes = 64 * 1024;  ///< the least size of a stack
#endif

 private:
  static void enter(boost::context::detail::transfer_t from);
  void arrive(boost::context::detail::transfer_t from);

  void (*body_)(void*) = nullptr;
  void* argument_ = nullptr;
  boost::context::detail::fcontext_t context_ = nullptr;  // where to go on with it
  std::byte* mapping_ = nullptr;                          // first the guard, then the stack
  std::byte* stack_ = nullptr;
  std::byte* top_ = nullptr;                     // where it begins; stacks grow downwards
  [[maybe_unused]] void* fake_stack_ = nullptr;  // AddressSanitizer's
};

}  // namespace primer::cuda_on_cpu
