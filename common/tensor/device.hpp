#pragma once
// Where a tensor lies.

#include <string>

#include "kernels/operation.hpp"

namespace primer {

/// Where a tensor lives.
struct Device {
  /// The processor, a GPU of NVIDIA's, or the processor doing as a GPU would (kernels/cuda_on_cpu).
  using Kind = Executor;
  Kind kind = Kind::cpu;  ///< what computes on it
  int index = 0;          ///< which GPU, counted from 0; 0 for all others

  bool operator==(const Device&) const = default;
  /// So that ops::softmax.on(x.device()) is what the device executes.
  operator Executor() const { return kind; }
  /// "cpu", "emulated", or "cuda:0" with the number of the GPU.
  std::string str() const {
    if (kind == Kind::cuda) return "cuda:" + std::to_string(index);
    return kind == Kind::cpu ? "cpu" : "emulated";
  }
};

}  // namespace primer
