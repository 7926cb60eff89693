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
// and gets memory from the execution that it is about to call. A GPU joins the loop here, and in no test.

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace primer::testing {

/// Where an operation is executed.
struct Execution {
  std::string_view name;
};

inline constexpr Execution on_cpu{"cpu"};

template <class Function>
struct Executable {
  Execution where;
  Function* function;
};

/// Memory that an execution can read and write.
template <class T = float>
class Array {
 public:
  Array(Execution, std::span<const T> values) : memory_(values.begin(), values.end()) {}
  /// Filled with a value that shows when it was not overwritten.
  Array(Execution, std::size_t n, T value = T(-77)) : memory_(n, value) {}

  T* data() { return memory_.empty() ? nullptr : memory_.data(); }
  std::vector<T> values() const { return memory_; }

 private:
  std::vector<T> memory_;
};
template <class T>
Array(Execution, const std::vector<T>&) -> Array<T>;

#define PRIMER_EXECUTIONS(operation)                                    \
  std::array {                                                          \
    ::primer::testing::Executable<decltype(::primer::cpu::operation)> { \
      ::primer::testing::on_cpu, &::primer::cpu::operation              \
    }                                                                   \
  }

}  // namespace primer::testing
