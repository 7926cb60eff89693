#include "common/testing/golden.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/safetensors.hpp"
#include "common/optim/adam.hpp"
#include "common/testing/numeric.hpp"

namespace primer::testing {

namespace {

/// The tensor of that name, or an undefined one.
Tensor find(const NamedTensors& tensors, const std::string& name) {
  const auto found =
      std::ranges::find(tensors, name, [](const auto& entry) { return entry.first; });
  return found == tensors.end() ? Tensor() : found->second;
}

class Comparison {
 public:
  void compare(const std::string& name, const Tensor& ours, const Tensor& theirs, double allowed) {
    if (!ours.defined() || !theirs.defined()) {
      lines_.push_back(name + (ours.defined() ? ": not in the file" : ": we have none"));
    } else if (!(ours.shape() == theirs.shape())) {
      lines_.push_back(name + ": shape " + ours.shape().str() + " where the file has " +
                       theirs.shape().str());
    } else if (const double e = error(ours.values(), theirs.values()); !(e <= allowed)) {
      lines_.push_back(fmt::format("{}: error {:.1e}, allowed {:.0e}", name, e, allowed));
    }
  }
  std::vector<std::string> lines() && { return std::move(lines_); }

 private:
  std::vector<std::string> lines_;
};

Tensor difference(const Tensor& a, const Tensor& b) {
  const Tensor result(a.shape());
  std::ranges::transform(a.values(), b.values(), result.values().begin(), std::minus<>());
  return result;
}

}  // namespace

Tensor Golden::input(const std::string& name) const {
  const Tensor found = find(inputs, name);
  if (!found.defined()) throw std::invalid_argument("golden: no input '" + name + "'");
  return found;
}

IntTensor Golden::labels() const {
  const Tensor numbers = input("labels");
  const IntTensor labels(numbers.shape());
  std::ranges::transform(numbers.values(), labels.values().begin(),
                         [](float v) { return static_cast<std::int32_t>(v); });
  return labels;
}

Golden read_golden(const std::filesystem::path& file) {
  const auto path = std::filesystem::path(PRIMER_SOURCE_DIR) / file;
  const NamedTensors all =
      decode_safetensors(read_file_or_gzip(path), file.generic_string()).tensors;
  const Golden golden{nn::part_of("input.", all),    nn::part_of("weight.", all),
                      find(all, "outputs"),          find(all, "loss"),
                      nn::part_of("gradient.", all), nn::part_of("move.", all)};
  const std::size_t understood = golden.inputs.size() + golden.weights.size() +
                                 golden.gradients.size() + golden.moves.size() + 2;
  if (!golden.outputs.defined() || !golden.loss.defined() || understood != all.size()) {
    throw data_error(file.generic_string(), "holds something else than a twin's answers",
                     "write it with twin.py --golden");
  }
  return golden;
}

std::vector<std::string> disagreements(const Golden& golden, nn::Module& model,
                                       const std::function<Tensor(const Tensor& outputs)>& loss,
                                       const ParityTolerance& allowed) {
  Comparison comparison;
  model.load_state(golden.weights);
  const NamedTensors weights = model.named_parameters();
  std::vector<Tensor> start;
  for (const auto& [name, weight] : weights) start.push_back(weight.clone());
  optim::Adam adam(weights, {.learning_rate = 0.001});
  for (int step = 0; step < 5; ++step) {
    adam.zero_grad();
    const Tensor outputs = model(golden.input("x"));
    const Tensor value = loss(outputs);
    value.backward();
    if (step == 0) {
      comparison.compare("outputs", outputs, golden.outputs, allowed.outputs);
      comparison.compare("loss", value, golden.loss, allowed.loss);
      for (const auto& [name, weight] : weights) {
        comparison.compare("gradient." + name, weight.grad(), find(golden.gradients, name),
                           allowed.gradients);
      }
    }
    adam.step();
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto& [name, weight] = weights[i];
    comparison.compare("move." + name, difference(weight, start[i]), find(golden.moves, name),
                       allowed.moves);
  }
  return std::move(comparison).lines();
}

std::vector<std::string> differences(const Golden& ours, const Golden& theirs) {
  constexpr double rounding = 1e-6;
  Comparison comparison;
  comparison.compare("outputs", ours.outputs, theirs.outputs, rounding);
  comparison.compare("loss", ours.loss, theirs.loss, rounding);
  for (const auto part : {&Golden::inputs, &Golden::weights, &Golden::gradients, &Golden::moves}) {
    const NamedTensors &our_part = ours.*part, &their_part = theirs.*part;
    for (const auto& [name, tensor] : our_part) {
      comparison.compare(name, tensor, find(their_part, name), rounding);
    }
    for (const auto& [name, tensor] : their_part) {
      if (!find(our_part, name).defined()) comparison.compare(name, {}, tensor, rounding);
    }
  }
  return std::move(comparison).lines();
}

}  // namespace primer::testing
