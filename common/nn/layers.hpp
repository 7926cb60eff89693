#pragma once

#include <memory>
#include <vector>

#include "common/autograd/elementwise.hpp"
#include "common/nn/module.hpp"

namespace primer::nn {

/// y = x · weightᵀ + bias: (N, in) to (N, out). Weights begin as in PyTorch, uniform within ±1/√in.
class Linear : public Module {
 public:
  Linear(Index in, Index out, Generator& random, bool with_bias = true);

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
  explicit Activation(Unary function) : function_(function) {}
  Tensor forward(const Tensor& x) override { return unary(function_, x); }
  Unary function() const { return function_; }

 private:
  Unary function_;
};

inline Activation ReLU() { return Activation(Unary::relu); }
inline Activation Sigmoid() { return Activation(Unary::sigmoid); }
inline Activation Tanh() { return Activation(Unary::tanh); }
inline Activation GELU() { return Activation(Unary::gelu); }

/// Zeroes elements with probability p while training; passes everything through in evaluation.
class Dropout : public Module {
 public:
  /// @param random must live as long as this module
  /// @throws std::invalid_argument when p is not in [0, 1]
  Dropout(float p, Generator& random);
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
  template <class... Modules>
  explicit Sequential(Modules... modules) {
    (append(std::move(modules)), ...);
  }

  template <class M>
  void append(M module) {
    modules_.push_back(std::make_unique<M>(std::move(module)));
  }

  Tensor forward(const Tensor& x) override;
  void each_part(PartsVisitor& visitor) override;
  Module& operator[](std::size_t i) { return *modules_.at(i); }
  std::size_t size() const { return modules_.size(); }

 private:
  std::vector<std::unique_ptr<Module>> modules_;
};

}  // namespace primer::nn
