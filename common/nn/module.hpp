#pragma once
// What every network is: parts with names, by which it is saved, loaded and trained.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/tensor/tensor.hpp"

namespace primer::nn {

class Module;

/// Told of the parts of a module, each under its name.
class PartsVisitor {
 public:
  virtual ~PartsVisitor() = default;
  /// A weight, or part of one, that training changes.
  virtual void parameter(const std::string& name, Tensor& tensor) = 0;
  /// State that is saved but not trained, such as running means.
  virtual void buffer(const std::string& name, Tensor& tensor) = 0;
  /// A module inside this one.
  virtual void module(const std::string& name, Module& child) = 0;
};

/// A function with weights. A module tells its parts in each_part(); from that follow the names, which are PyTorch's
/// ("encoder.0.weight"), saving and loading, and the switch between training and evaluation. A module can be moved but
/// not copied: a copy of its handles would quietly share its weights.
///
/// What goes into a module follows its weights: model(x) takes x to the device where they lie. What comes out stays there.
class Module {
 public:
  Module() = default;
  Module(Module&&) = default;
  Module& operator=(Module&&) = default;
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;
  virtual ~Module() = default;

  /// What the module makes of a batch. Shapes are each module's own.
  virtual Tensor forward(const Tensor& x) = 0;
  /// As forward(), so that model(x) reads like the function that it is; x is taken to the device of the weights first.
  Tensor operator()(const Tensor& x);

  /// Shows each part to the visitor, in the order in which PyTorch lists them. A module without parts need not override it.
  virtual void each_part(PartsVisitor&) {}

  /// All weights in this module and those inside it, under their full names.
  NamedTensors named_parameters();
  /// The same weights in the same order, without names.
  std::vector<Tensor> parameters();
  /// Weights and buffers: what a checkpoint holds.
  NamedTensors state();
  /// Where the weights lie: the device of the first of them, none where there are no weights.
  std::optional<Device> device();
  /// Moves weights and buffers, and drops gradients. To be done before an optimiser is made, which keeps the weights it was
  /// given.
  void to(Device device);
  /// Copies values in by name, from whichever device.
  /// @throws std::invalid_argument naming the first tensor that is missing, left over or of another shape
  void load_state(const NamedTensors& values);
  /// Number of trainable numbers.
  Index parameter_count();

  /// Training (dropout on) or evaluation (off), for this module and those inside it.
  void train(bool on = true);
  /// As train(false).
  void eval() { train(false); }
  /// Whether this module is in training mode, as it is at first.
  bool training() const { return training_; }
  /// Whether the weights get gradients; false freezes them.
  void requires_grad_(bool wanted);

 private:
  bool training_ = true;
};

/// The tensors whose names begin with `prefix`, under their full names.
NamedTensors starting_with(const std::string& prefix, const NamedTensors& tensors);

/// The same with the prefix taken off, as the part itself names them: part_of("encoder.", state) has "0.weight".
NamedTensors part_of(const std::string& prefix, const NamedTensors& tensors);

}  // namespace primer::nn
