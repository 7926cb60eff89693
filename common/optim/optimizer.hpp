#pragma once

#include <string>
#include <utility>
#include <vector>

#include "common/tensor/tensor.hpp"

namespace primer::optim {

/// Updates weights from their gradients. Weights without a gradient are left alone. Each group has a learning rate of
/// its own, `factor` times the optimiser's: discriminative rates for fine-tuning.
class Optimizer {
 public:
  struct Group {
    NamedTensors parameters;
    double factor = 1;
  };

  virtual ~Optimizer() = default;

  /// One update of every weight that has a gradient.
  void step();
  /// Drops all gradients.
  void zero_grad();

  double learning_rate() const { return learning_rate_; }
  void set_learning_rate(double rate) { learning_rate_ = rate; }
  const std::vector<Group>& groups() const { return groups_; }

  /// The tensors that a checkpoint must hold to go on exactly as before, by name ("exp_avg.encoder.0.weight"), and the number of steps done.
  NamedTensors state() const;
  Index steps() const { return steps_; }
  /// @throws std::invalid_argument naming the first tensor that is missing or of another shape
  void load_state(const NamedTensors& values, Index steps);

 protected:
  Optimizer(std::vector<Group> groups, double learning_rate, std::vector<std::string> slots);

  /// Updates one weight; `slots` are its own state tensors, in the order of the names given to the constructor.
  virtual void update(const Tensor& weight, const Tensor& gradient,
                      const std::vector<Tensor>& slots, double learning_rate) = 0;

 private:
  std::vector<Group> groups_;
  double learning_rate_;
  std::vector<std::string> slot_names_;
  std::vector<std::vector<Tensor>> slots_;  ///< for each weight, in the order of the groups
  Index steps_ = 0;
};

}  // namespace primer::optim
