#include "common/optim/optimizer.hpp"

#include <cmath>
#include <map>
#include <set>
#include <stdexcept>

namespace primer::optim {
namespace {

// A number of steps is kept in two halves of 20 bits, each of which a float holds exactly.
constexpr Index half = 1 << 20;

Tensor saved_count(Index steps) {
  return Tensor::from({static_cast<float>(steps / half), static_cast<float>(steps % half)}, {2});
}

Index step_count(const std::string& name, const Tensor& saved) {
  Index steps = 0;
  const Tensor on_cpu = saved.cpu();
  for (const float part : on_cpu.values()) {
    if (!(part >= 0 && part < half && part == std::floor(part)))
      throw std::invalid_argument("optimizer: state 'step." + name + "' is no number of steps");
    steps = steps * half + static_cast<Index>(part);
  }
  return steps;
}

}  // namespace

Optimizer::Optimizer(std::vector<Group> groups, double learning_rate,
                     std::vector<std::string> slots)
    : groups_(std::move(groups)), learning_rate_(learning_rate), slot_names_(std::move(slots)) {
  if (!(learning_rate >= 0 && std::isfinite(learning_rate))) {
    throw std::invalid_argument("optimizer: the learning rate " + std::to_string(learning_rate) +
                                " makes no sense");
  }
  std::set<std::string> names;
  for (const Group& group : groups_) {
    for (const auto& [name, weight] : group.parameters) {
      if (!names.insert(name).second)
        throw std::invalid_argument("optimizer: two weights are called '" + name + "'");
    }
  }
  memories_.resize(names.size());
}

void Optimizer::step() {
  std::size_t i = 0;
  for (const Group& group : groups_) {
    for (const auto& [name, weight] : group.parameters) {
      Memory& memory = memories_[i++];
      const Tensor gradient = weight.grad();
      if (!gradient.defined()) continue;
      while (memory.slots.size() < slot_names_.size())
        memory.slots.push_back(Tensor::zeros(weight.shape(), weight.device()));
      update(weight, gradient, memory.slots, learning_rate_ * group.factor, ++memory.steps);
    }
  }
}

void Optimizer::zero_grad() {
  for (const Tensor& weight : parameters()) weight.zero_grad();
}

std::vector<Tensor> Optimizer::parameters() const {
  std::vector<Tensor> all;
  for (const Group& group : groups_) {
    for (const auto& [name, weight] : group.parameters) all.push_back(weight);
  }
  return all;
}

NamedTensors Optimizer::state() const {
  NamedTensors tensors;
  std::size_t i = 0;
  for (const Group& group : groups_) {
    for (const auto& [name, weight] : group.parameters) {
      const Memory& memory = memories_[i++];
      if (memory.steps == 0) continue;
      tensors.emplace_back("step." + name, saved_count(memory.steps));
      for (std::size_t k = 0; k < slot_names_.size(); ++k)
        tensors.emplace_back(slot_names_[k] + "." + name, memory.slots[k]);
    }
  }
  return tensors;
}

void Optimizer::load_state(const NamedTensors& values) {
  // Each weight's entries are taken out of the map, so that what stays in it is left over.
  std::map<std::string, Tensor> left(values.begin(), values.end());
  const auto take = [&](const std::string& name, const Shape& shape) {
    const auto found = left.find(name);
    if (found == left.end())
      throw std::invalid_argument("optimizer: state '" + name + "' is missing");
    const Tensor tensor = found->second;
    if (!(tensor.shape() == shape)) {
      throw std::invalid_argument("optimizer: state '" + name + "' has shape " +
                                  tensor.shape().str() + " instead of " + shape.str());
    }
    left.erase(found);
    return tensor;
  };
  std::vector<Memory> memories;
  for (const Group& group : groups_) {
    for (const auto& [name, weight] : group.parameters) {
      Memory& memory = memories.emplace_back();
      if (!left.contains("step." + name)) continue;
      memory.steps = step_count(name, take("step." + name, {2}));
      for (const std::string& slot : slot_names_)
        memory.slots.push_back(take(slot + "." + name, weight.shape()).clone(weight.device()));
    }
  }
  if (!left.empty())
    throw std::invalid_argument("optimizer: there is no weight for state '" + left.begin()->first +
                                "'");
  memories_ = std::move(memories);
}

}  // namespace primer::optim
