#pragma once
// What all optimisers have: groups of weights with rates of their own, and a state that is saved.

#include <string>
#include <vector>

#include "common/tensor/tensor.hpp"

namespace primer::optim {

/// Weights that share a learning rate: `factor` times the optimiser's. Several groups give discriminative rates for
/// fine-tuning (Howard & Ruder 2018).
struct Group {
  NamedTensors parameters;  ///< their names occur once among all groups
  double factor = 1;        ///< on the optimiser's learning rate
};

/// Changes weights by their gradients. Weights without a gradient, such as frozen ones, are left as they are.
class Optimizer {
 public:
  virtual ~Optimizer() = default;

  /// One update of every weight that has a gradient.
  void step();
  /// Drops all gradients.
  void zero_grad();

  /// That of a group whose factor is 1.
  double learning_rate() const { return learning_rate_; }
  /// For all steps from now on. Unlike the constructor, does not look whether it makes sense.
  void set_learning_rate(double rate) { learning_rate_ = rate; }
  /// As they were given.
  const std::vector<Group>& groups() const { return groups_; }
  /// All weights, group by group.
  std::vector<Tensor> parameters() const;

  /// What a checkpoint must hold to go on exactly as before: for each weight that has been updated its state tensors, under
  /// names such as "exp_avg.encoder.0.weight", and how often it was updated, "step.encoder.0.weight". The learning rate is
  /// not part of it: whoever sets it knows it.
  NamedTensors state() const;
  /// @throws std::invalid_argument naming the first tensor that is missing, left over, of another shape or no count; then
  /// nothing has changed
  void load_state(const NamedTensors& values);

 protected:
  /// @param slots the names of the state tensors that each weight has, PyTorch's where they exist
  /// @throws std::invalid_argument when a name occurs twice or the learning rate is negative or not finite
  Optimizer(std::vector<Group> groups, double learning_rate, std::vector<std::string> slots);

  /// Updates one weight. `slots` are its state tensors, zero at first; `step` counts this weight's updates from 1.
  virtual void update(const Tensor& weight, const Tensor& gradient,
                      const std::vector<Tensor>& slots, double learning_rate, Index step) const = 0;

 private:
  struct Memory {
    std::vector<Tensor> slots;  ///< made at the first update
    Index steps = 0;
  };

  std::vector<Group> groups_;
  double learning_rate_;
  std::vector<std::string> slot_names_;
  std::vector<Memory> memories_;  ///< one for each weight, in the order of the groups
};

}  // namespace primer::optim
