#include "kernels/cuda_on_cpu/fibre.hpp"

#include <sys/mman.h>

#include <stdexcept>

#ifdef PRIMER_ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace primer::cuda_on_cpu {
namespace {

namespace context = boost::context::detail;

constexpr std::size_t guard_bytes = 16 * 1024;
constexpr std::size_t page = 4096;
constexpr std::size_t mapping_bytes = guard_bytes + Fibre::stack_bytes + page;

void forget_variables([[maybe_unused]] const void* stack) {
#ifdef PRIMER_ADDRESS_SANITIZER
  __asan_unpoison_memory_region(stack, mapping_bytes - guard_bytes);
#endif
}

}  // namespace

Fibre::Fibre(void (*body)(void*), void* argument, std::size_t number)
    : body_(body), argument_(argument) {
  // Linux lets a process have some 65000 mappings, and each stack is two. launch.cpp takes care not to ask for more.
  const auto refuse = [] {
    throw std::runtime_error(
        "there is no memory for another thread's stack; give OMP_NUM_THREADS a smaller number");
  };
  void* memory = mmap(nullptr, mapping_bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) refuse();
  // Who grows beyond his stack runs into memory that nobody may touch, and not into his neighbour's.
  if (mprotect(memory, guard_bytes, PROT_NONE) != 0) {
    munmap(memory, mapping_bytes);
    refuse();
  }
  mapping_ = static_cast<std::byte*>(memory);
  stack_ = mapping_ + guard_bytes;
  // Stacks that all began at the end of a page would compete for the same few lines of the cache.
  top_ = mapping_ + mapping_bytes - number % 61 * 64;
  restart();
}

Fibre::~Fibre() {
  if (!mapping_) return;
  forget_variables(stack_);
  munmap(mapping_, mapping_bytes);
}

void Fibre::restart() {
  forget_variables(stack_);
  context_ = context::make_fcontext(top_, static_cast<std::size_t>(top_ - stack_), enter);
}

void Fibre::enter(context::transfer_t from) {
  // Whoever switches passes both ends.
  auto* ends = static_cast<Fibre**>(from.data);
  Fibre& self = *ends[1];
  self.arrive(from);
  self.body_(self.argument_);
}

// AddressSanitizer keeps an eye on the stack, so it is told before and after each switch which one is in use.
void Fibre::go(Fibre& from, Fibre& to) {
  Fibre* ends[] = {&from, &to};
#ifdef PRIMER_ADDRESS_SANITIZER
  __sanitizer_start_switch_fiber(&from.fake_stack_, to.stack_,
                                 static_cast<std::size_t>(to.top_ - to.stack_));
#endif
  const context::transfer_t back = context::jump_fcontext(to.context_, ends);
  from.arrive(back);
}

void Fibre::arrive(context::transfer_t from) {
  Fibre& left = **static_cast<Fibre**>(from.data);
  left.context_ = from.fctx;
#ifdef PRIMER_ADDRESS_SANITIZER
  const void* bottom = nullptr;
  std::size_t bytes = 0;
  __sanitizer_finish_switch_fiber(fake_stack_, &bottom, &bytes);
  if (!left.mapping_) {  // the thread's own stack, whose bounds only the sanitizer knows
    left.stack_ = const_cast<std::byte*>(static_cast<const std::byte*>(bottom));
    left.top_ = left.stack_ + bytes;
  }
#endif
}

}  // namespace primer::cuda_on_cpu
