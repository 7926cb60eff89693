#include "kernels/cuda_on_cpu/fibre.hpp"

#include <sys/mman.h>

#include <new>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace primer::cuda_on_cpu {
namespace {

namespace context = boost::context::detail;

// AddressSanitizer keeps an eye on the stack, so it is told before and after each switch which one is in use.
#ifdef __SANITIZE_ADDRESS__
void leaving(void** save, const void* bottom, std::size_t bytes) {
  __sanitizer_start_switch_fiber(save, bottom, bytes);
}
void arriving(void* saved, const void** from_bottom, std::size_t* from_bytes) {
  __sanitizer_finish_switch_fiber(saved, from_bottom, from_bytes);
}
void forget(const void* bottom, std::size_t bytes) { __asan_unpoison_memory_region(bottom, bytes); }
#else
void leaving(void**, const void*, std::size_t) {}
void arriving(void*, const void**, std::size_t*) {}
void forget(const void*, std::size_t) {}
#endif

}  // namespace

Fibre::Fibre(void (*body)(void*), void* argument, std::size_t number)
    : body_(body), argument_(argument) {
  // Stacks that all began at a multiple of a page would fight for the same few lines of the cache.
  const std::size_t shift = number % 61 * 64;
  void* memory = mmap(nullptr, guard_bytes + stack_bytes + 4096, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  mapping_ = static_cast<std::byte*>(memory);
  if (mprotect(mapping_, guard_bytes, PROT_NONE) != 0) {
    munmap(mapping_, guard_bytes + stack_bytes + 4096);
    throw std::bad_alloc();
  }
  stack_ = mapping_ + guard_bytes;
  top_ = stack_ + stack_bytes + 4096 - shift;
  restart();
}

Fibre::~Fibre() {
  forget(stack_, stack_bytes + 4096);
  munmap(mapping_, guard_bytes + stack_bytes + 4096);
}

void Fibre::restart() {
  forget(stack_, stack_bytes + 4096);
  inside_ = context::make_fcontext(top_, static_cast<std::size_t>(top_ - stack_), enter);
}

void Fibre::resume() {
  void* fake_stack = nullptr;
  leaving(&fake_stack, stack_, static_cast<std::size_t>(top_ - stack_));
  inside_ = context::jump_fcontext(inside_, this).fctx;
  arriving(fake_stack, nullptr, nullptr);
}

void Fibre::enter(context::transfer_t from) {
  Fibre& self = *static_cast<Fibre*>(from.data);
  self.outside_ = from.fctx;
  arriving(nullptr, &self.outer_stack_, &self.outer_bytes_);
  self.body_(self.argument_);
}

void Fibre::suspend() {
  void* fake_stack = nullptr;
  leaving(&fake_stack, outer_stack_, outer_bytes_);
  outside_ = context::jump_fcontext(outside_, nullptr).fctx;
  arriving(fake_stack, &outer_stack_, &outer_bytes_);
}

}  // namespace primer::cuda_on_cpu
