#pragma once
// Parity with PyTorch. A chapter's twin.py writes down what its network makes of some inputs; here the chapter's own network
// is given the same weights and inputs, and has to come to the same. The answers were worked out in double precision.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "common/nn/module.hpp"
#include "common/tensor/int_tensor.hpp"

namespace primer::testing {

/// What a twin wrote.
struct Golden {
  NamedTensors inputs;
  NamedTensors weights;
  Tensor outputs;
  Tensor loss;             ///< ()
  NamedTensors gradients;  ///< of the loss by the weights, under their names
  NamedTensors
      moves;  ///< by how much five steps of Adam at a learning rate of .001 changed the weights

  /// @throws std::invalid_argument when there is none of that name
  Tensor input(const std::string& name) const;
  /// The input "labels" as whole numbers.
  IntTensor labels() const;
};

/// @param file packed with gzip or not, from the root of the source tree when its path is relative
/// @throws Error when it cannot be read or holds anything else
Golden read_golden(const std::filesystem::path& file);

/// The largest errors allowed, each max |ours - theirs| / max |theirs| of a tensor.
struct ParityTolerance {
  double outputs = 1e-5;
  double loss = 1e-5;
  double gradients = 1e-4;
  double moves = 1e-3;
};

/// Puts the golden weights into the model and has it compute the outputs from the input "x", the loss from the outputs, the
/// gradients, and five steps.
/// @return a line for each tensor that is further off than allowed, such as "gradient.0.bias: error 2.1e-04, allowed 1e-04"
std::vector<std::string> disagreements(const Golden& golden, nn::Module& model,
                                       const std::function<Tensor(const Tensor& outputs)>& loss,
                                       const ParityTolerance& allowed = {});

/// How two sets of answers differ by more than rounding, a line for each tensor.
std::vector<std::string> differences(const Golden& ours, const Golden& theirs);

}  // namespace primer::testing
