#pragma once
// Layers: linear, activations, and a sequence of others.

#include <memory>
#include <vector>

#include "common/autograd/elementwise.hpp"
#include "common/nn/module.hpp"

namespace primer::nn {

/// Where the weights of layers are made from now on in this thread, in place of the CPU; a run sets it by `--device`. The
/// first values are drawn on the CPU in any case, so that they are the same everywhere. When it goes, all is as it was before.
class WeightsOn {
 public:
  /// @param device for weights that are made while this object lives
  explicit WeightsOn(Device device);
  ~WeightsOn();
  WeightsOn(const WeightsOn&) = delete;
  WeightsOn& operator=(const WeightsOn&) = delete;

  /// Where weights are made at present.
  static Device device();

 private:
  Device before_;
};

/// y = x · weightᵀ + bias: (N, in) to (N, out). Weights begin as in PyTorch, uniform within ±1/√in.
class Linear : public Module {
 public:
  /// @param random from which first the weights are drawn, then the bias
  /// @param with_bias false leaves `bias` undefined
  Linear(Index in, Index out, Generator& random, bool with_bias = true);

  /// (N, in) to (N, out). @throws std::invalid_argument when x has another shape
  Tensor forward(const Tensor& x) override { return forward(x, Unary::identity); }
  /// With an activation applied to the result while it is in the cache.
  Tensor forward(const Tensor& x, Unary activation) const;
  void each_part(PartsVisitor& visitor) override;

  Tensor weight;  ///< (out, in)
  Tensor bias;    ///< (out), or undefined
};

/// A function applied element by element, without weights.
class Activation : public Module {
 public:
  /// ReLU(), Sigmoid(), Tanh() and GELU() below make the usual ones.
  explicit Activation(Unary function) : function_(function) {}
  /// Any shape, which stays.
  Tensor forward(const Tensor& x) override { return unary(function_, x); }
  /// What is applied; a Sequential looks whether the Linear before can do it.
  Unary function() const { return function_; }

 private:
  Unary function_;
};

/// max(x, 0).
inline Activation ReLU() { return Activation(Unary::relu); }
/// 1 / (1 + e⁻ˣ).
inline Activation Sigmoid() { return Activation(Unary::sigmoid); }
/// Hyperbolic tangent.
inline Activation Tanh() { return Activation(Unary::tanh); }
/// x Φ(x), where Φ is the normal distribution.
inline Activation GELU() { return Activation(Unary::gelu); }

/// Zeroes elements with probability p while training; passes everything through in evaluation.
class Dropout : public Module {
 public:
  /// @param random must live as long as this module
  /// @throws std::invalid_argument when p is not in [0, 1]
  Dropout(float p, Generator& random);
  /// Any shape, which stays. In evaluation the result is x itself, not a copy.
  Tensor forward(const Tensor& x) override { return training() ? dropout(x, p_, *random_) : x; }

 private:
  float p_;
  Generator* random_;
};

/// Modules one after the other; their names are their numbers, as in PyTorch. One without modules gives on what it gets. A
/// Linear followed by an activation whose slope follows from its output runs as one operation.
///
/// Layers that draw their first weights from one generator are to be listed in braces, Sequential{Linear(…), Linear(…)}: in
/// parentheses C++ leaves open which is made first.
class Sequential : public Module {
 public:
  Sequential() = default;
  /// Takes the modules over, the first one first.
  template <class... Modules>
  explicit Sequential(Modules... modules) {
    (append(std::move(modules)), ...);
  }

  /// Takes one more module over, to come last.
  template <class M>
  void append(M module) {
    modules_.push_back(std::make_unique<M>(std::move(module)));
  }

  /// What the last module makes of what those before it make of x; shapes as theirs.
  Tensor forward(const Tensor& x) override;
  void each_part(PartsVisitor& visitor) override;
  /// The i-th module, counted from 0. @throws std::out_of_range
  Module& operator[](std::size_t i) { return *modules_.at(i); }
  /// Number of modules.
  std::size_t size() const { return modules_.size(); }

 private:
  std::vector<std::unique_ptr<Module>> modules_;
};

}  // namespace primer::nn
