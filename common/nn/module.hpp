#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "common/autograd/operations.hpp"

namespace primer::nn {

class Module;

/// What a module shows of itself: its weights, its buffers (state that is saved but not trained) and its children, each
/// under its name.
struct Parts {
  std::function<void(const std::string& name, Tensor& parameter)> parameter;
  std::function<void(const std::string& name, Tensor& buffer)> buffer;
  std::function<void(const std::string& name, Module& child)> child;
};

/// A function with weights. A module lists its parts in each_part(); from that follow the names, which are PyTorch's
/// ("encoder.0.weight"), saving and loading, and the switch between training and evaluation. A module can be moved but
/// not copied: two modules that share weights are made so on purpose, by giving both the same tensors.
class Module {
 public:
  Module() = default;
  Module(Module&&) = default;
  Module& operator=(Module&&) = default;
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;
  virtual ~Module() = default;

  virtual Tensor forward(const Tensor& x) = 0;
  Tensor operator()(const Tensor& x) { return forward(x); }

  /// Calls back for each part, in the order in which PyTorch would list it.
  virtual void each_part(const Parts& parts) = 0;

  /// All weights below this module, with their full names.
  NamedTensors named_parameters();
  std::vector<Tensor> parameters();
  /// Weights and buffers: what a checkpoint holds.
  NamedTensors state();
  /// Copies values by name. @throws std::invalid_argument naming the first tensor that is missing, left over or of another shape
  void load_state(const NamedTensors& values);
  /// Number of trained numbers.
  Index parameter_count();

  /// Training (dropout on) or evaluation (off), for this module and all below it.
  void train(bool on = true);
  void eval() { train(false); }
  bool training() const { return training_; }
  /// Whether the weights below get gradients; false freezes them.
  void requires_grad_(bool wanted);

 private:
  bool training_ = true;
};

}  // namespace primer::nn
