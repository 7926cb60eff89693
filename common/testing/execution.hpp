#pragma once
// One test, every execution of an operation. A test loops over those present,
//
//   for (const auto& [where, softmax] : PRIMER_EXECUTIONS(softmax)) {
//     INFO(where.name);
//     Array x(where, values), y(where, values.size());
//     softmax(x.data(), y.data(), rows, columns, {});
//     y.values() ...
//   }
//
// and gets memory from the execution that it is about to call. The CPU is always there, and so are the CUDA sources run on
// the CPU (emulated), in the tests of operations with every access to memory watched as well (checked, not in sanitized
// builds); a GPU joins where the build has CUDA and the machine a card. $PRIMER_EXECUTION names one to be run alone.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "common/testing/numeric.hpp"
#include "kernels/memory/memory.hpp"

namespace primer::testing {

/// Where an operation is executed.
struct Execution {
  std::string_view name;
  decltype(cpu::allocate)* allocate;
  decltype(cpu::release)* release;
  decltype(cpu::copy_in)* copy_in;
  decltype(cpu::copy_out)* copy_out;
  /// The emulator takes many times as long as the CPU: where a test wants much data and not a size in particular, it asks
  /// for less there.
  bool slow = false;
  /// Where its arrays begin, in floats behind what the allocator gives.
  std::size_t shift = 0;

  /// The same with arrays that begin so many floats later. At 1, 2 and 3 no pack of four can.
  Execution shifted(std::size_t floats) const {
    Execution other = *this;
    other.shift = floats;
    return other;
  }
};

inline constexpr Execution on_cpu{"cpu", cpu::allocate, cpu::release, cpu::copy_in, cpu::copy_out};
inline constexpr Execution on_emulator{"emulated",        emulated::allocate, emulated::release,
                                       emulated::copy_in, emulated::copy_out, true};
#ifdef PRIMER_CHECKED_KERNELS
inline constexpr Execution on_checked{"emulated, watched", checked::allocate, checked::release,
                                      checked::copy_in,    checked::copy_out, true};
#endif
#ifdef PRIMER_CUDA
inline constexpr Execution on_gpu{"cuda", cuda::allocate, cuda::release, cuda::copy_in,
                                  cuda::copy_out};
#endif

template <class Function>
struct Executable {
  Execution where;
  Function* function;
};

/// Memory that an execution can read and write.
template <class T = float>
class Array {
 public:
  Array(const Execution& where, std::span<const T> values)
      : where_(where),
        size_(values.size()),
        memory_(static_cast<T*>(where.allocate(values.size_bytes() + where.shift * sizeof(T)))) {
    where_.copy_in(data(), values.data(), values.size_bytes(), {});
  }
  /// Filled with a value that shows when it was not overwritten.
  Array(const Execution& where, std::size_t n, T value = T(-77))
      : Array(where, std::vector<T>(n, value)) {}
  ~Array() { where_.release(memory_); }
  Array(const Array&) = delete;
  Array& operator=(const Array&) = delete;

  T* data() { return memory_ + where_.shift; }
  std::vector<T> values() const {
    std::vector<T> result(size_);
    where_.copy_out(result.data(), memory_ + where_.shift, size_ * sizeof(T), {});
    return result;
  }

 private:
  Execution where_;
  std::size_t size_;
  T* memory_;
};
template <class T>
Array(const Execution&, const std::vector<T>&) -> Array<T>;

/// Whether it is not another one that $PRIMER_EXECUTION names.
inline bool wanted(const Execution& where) {
  const char* only = std::getenv("PRIMER_EXECUTION");
  return only == nullptr || where.name.starts_with(only);
}

/// The executions that are present and wanted. checked and cuda are null where the build has none.
template <class Function>
std::vector<Executable<Function>> executions(Function* cpu, Function* emulated,
                                             [[maybe_unused]] Function* checked,
                                             [[maybe_unused]] Function* cuda) {
  std::vector<Executable<Function>> present{{on_cpu, cpu}, {on_emulator, emulated}};
#ifdef PRIMER_CHECKED_KERNELS
  present.push_back({on_checked, checked});
#endif
#ifdef PRIMER_CUDA
  if (cuda::available()) present.push_back({on_gpu, cuda});
#endif
  std::erase_if(present, [](const auto& one) { return !wanted(one.where); });
  return present;
}

#ifdef PRIMER_CUDA
#define PRIMER_ON_GPU(operation) &::primer::cuda::operation
#else
#define PRIMER_ON_GPU(operation) nullptr
#endif

#ifdef PRIMER_CHECKED_KERNELS
#define PRIMER_CHECKED(operation) &::primer::checked::operation
#else
#define PRIMER_CHECKED(operation) nullptr
#endif

#define PRIMER_EXECUTIONS(operation)                                                        \
  ::primer::testing::executions<decltype(::primer::cpu::operation)>(                        \
      &::primer::cpu::operation, &::primer::emulated::operation, PRIMER_CHECKED(operation), \
      PRIMER_ON_GPU(operation))

/// How far what an operation gives is off, in the sense of error(), when its arrays begin at other floats than an allocator
/// lets them. result(where) runs it on arrays of that execution. A GPU's packs of four have to begin at multiples of 16
/// bytes, and so a kernel has another way for arrays that do not.
template <class Result>
double error_when_shifted(const Execution& where, const Result& result) {
  const std::vector<float> expected = result(where);
  double largest = 0;
  for (const std::size_t floats : {1, 2, 3}) {
    const std::vector<float> shifted = result(where.shifted(floats));
    largest =
        std::max(largest, error(std::span<const float>(shifted), std::span<const float>(expected)));
  }
  return largest;
}

}  // namespace primer::testing
