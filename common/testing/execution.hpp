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
// the CPU (emulated); a GPU joins where the build has CUDA and the machine a card.

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

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
};

inline constexpr Execution on_cpu{"cpu", cpu::allocate, cpu::release, cpu::copy_in, cpu::copy_out};
inline constexpr Execution on_emulator{"emulated",        emulated::allocate, emulated::release,
                                       emulated::copy_in, emulated::copy_out, true};
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
        data_(static_cast<T*>(where.allocate(values.size_bytes()))) {
    where_.copy_in(data_, values.data(), values.size_bytes(), {});
  }
  /// Filled with a value that shows when it was not overwritten.
  Array(const Execution& where, std::size_t n, T value = T(-77))
      : Array(where, std::vector<T>(n, value)) {}
  ~Array() { where_.release(data_); }
  Array(const Array&) = delete;
  Array& operator=(const Array&) = delete;

  T* data() { return data_; }
  std::vector<T> values() const {
    std::vector<T> result(size_);
    where_.copy_out(result.data(), data_, size_ * sizeof(T), {});
    return result;
  }

 private:
  Execution where_;
  std::size_t size_;
  T* data_;
};
template <class T>
Array(const Execution&, const std::vector<T>&) -> Array<T>;

/// The executions that are present; cuda is null where the build has none.
template <class Function>
std::vector<Executable<Function>> executions(Function* cpu, Function* emulated,
                                             [[maybe_unused]] Function* cuda) {
  std::vector<Executable<Function>> present{{on_cpu, cpu}, {on_emulator, emulated}};
#ifdef PRIMER_CUDA
  if (cuda::available()) present.push_back({on_gpu, cuda});
#endif
  return present;
}

#ifdef PRIMER_CUDA
#define PRIMER_ON_GPU(operation) &::primer::cuda::operation
#else
#define PRIMER_ON_GPU(operation) nullptr
#endif

#define PRIMER_EXECUTIONS(operation)                                 \
  ::primer::testing::executions<decltype(::primer::cpu::operation)>( \
      &::primer::cpu::operation, &::primer::emulated::operation, PRIMER_ON_GPU(operation))

}  // namespace primer::testing
