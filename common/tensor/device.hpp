#pragma once
// Where a tensor lies.

#include <string>

namespace primer {

/// Where a tensor lives.
struct Device {
  /// The processor, or a GPU of NVIDIA's.
  enum class Kind { cpu, cuda };
  Kind kind = Kind::cpu;  ///< what computes on it
  int index = 0;          ///< which GPU, counted from 0; 0 for the CPU

  bool operator==(const Device&) const = default;
  /// "cpu", or "cuda:0" with the number of the GPU.
  std::string str() const { return kind == Kind::cpu ? "cpu" : "cuda:" + std::to_string(index); }
};

}  // namespace primer
