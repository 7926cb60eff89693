#include "common/nn/module.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace primer::nn {
namespace {

// Collects the tensors of a module and of those inside it.
class Collector : public PartsVisitor {
 public:
  explicit Collector(bool with_buffers) : with_buffers_(with_buffers) {}

  void parameter(const std::string& name, Tensor& tensor) override {
    found.emplace_back(prefix_ + name, tensor);
  }
  void buffer(const std::string& name, Tensor& tensor) override {
    if (with_buffers_) found.emplace_back(prefix_ + name, tensor);
  }
  void module(const std::string& name, Module& child) override {
    const std::string before = prefix_;
    prefix_ += name + ".";
    child.each_part(*this);
    prefix_ = before;
  }

  NamedTensors found;

 private:
  bool with_buffers_;
  std::string prefix_;
};

// Calls a function on each module directly inside another.
class Children : public PartsVisitor {
 public:
  explicit Children(std::function<void(Module&)> call) : call_(std::move(call)) {}
  void parameter(const std::string&, Tensor&) override {}
  void buffer(const std::string&, Tensor&) override {}
  void module(const std::string&, Module& child) override { call_(child); }

 private:
  std::function<void(Module&)> call_;
};

NamedTensors collect(Module& module, bool with_buffers) {
  Collector collector(with_buffers);
  module.each_part(collector);
  return collector.found;
}

}  // namespace

NamedTensors Module::named_parameters() { return collect(*this, false); }

std::vector<Tensor> Module::parameters() {
  std::vector<Tensor> tensors;
  for (const auto& [name, tensor] : named_parameters()) tensors.push_back(tensor);
  return tensors;
}

NamedTensors Module::state() { return collect(*this, true); }

void Module::load_state(const NamedTensors& values) {
  const NamedTensors own = state();
  const auto find = [](const NamedTensors& among, const std::string& name) {
    return std::ranges::find(among, name, [](const auto& entry) { return entry.first; });
  };
  for (const auto& [name, value] : values) {
    if (find(own, name) == own.end()) {
      throw std::invalid_argument("load_state: the module has no tensor '" + name + "'");
    }
  }
  for (const auto& [name, tensor] : own) {
    const auto value = find(values, name);
    if (value == values.end())
      throw std::invalid_argument("load_state: tensor '" + name + "' is missing");
    if (!(value->second.shape() == tensor.shape())) {
      throw std::invalid_argument("load_state: tensor '" + name + "' has shape " +
                                  value->second.shape().str() + " where the module has " +
                                  tensor.shape().str());
    }
  }
  for (const auto& [name, tensor] : own) tensor.copy_from(find(values, name)->second);
}

namespace {

// Finds the first tensor, and with a destination moves all.
class Placer : public PartsVisitor {
 public:
  explicit Placer(std::optional<Device> destination) : destination_(destination) {}

  void parameter(const std::string&, Tensor& tensor) override { place(tensor); }
  void buffer(const std::string&, Tensor& tensor) override { place(tensor); }
  void module(const std::string&, Module& child) override {
    if (destination_ || !found) child.each_part(*this);
  }

  std::optional<Device> found;

 private:
  void place(Tensor& tensor) {
    if (!found) found = tensor.device();
    if (!destination_ || tensor.device() == *destination_) return;
    const bool wanted = tensor.requires_grad();
    tensor = tensor.to(*destination_);
    tensor.requires_grad_(wanted);
  }

  std::optional<Device> destination_;
};

}  // namespace

std::optional<Device> Module::device() {
  Placer placer({});
  each_part(placer);
  return placer.found;
}

void Module::to(Device device) {
  Placer placer(device);
  each_part(placer);
}

Tensor Module::operator()(const Tensor& x) {
  const auto home = device();
  return forward(home && x.defined() && x.device() != *home ? x.to(*home) : x);
}

Index Module::parameter_count() {
  Index count = 0;
  for (const Tensor& parameter : parameters()) count += parameter.size();
  return count;
}

void Module::train(bool on) {
  training_ = on;
  Children children([on](Module& child) { child.train(on); });
  each_part(children);
}

void Module::requires_grad_(bool wanted) {
  for (const Tensor& parameter : parameters()) parameter.requires_grad_(wanted);
}

NamedTensors starting_with(const std::string& prefix, const NamedTensors& tensors) {
  NamedTensors found;
  std::ranges::copy_if(tensors, std::back_inserter(found),
                       [&](const auto& entry) { return entry.first.starts_with(prefix); });
  return found;
}

NamedTensors part_of(const std::string& prefix, const NamedTensors& tensors) {
  NamedTensors found = starting_with(prefix, tensors);
  for (auto& [name, tensor] : found) name.erase(0, prefix.size());
  return found;
}

}  // namespace primer::nn
