#pragma once

#include <string>

#include "common/testing/golden.hpp"
#include "common/testing/python.hpp"

namespace primer::testing {

/// A chapter's twin.py, where there is a Python with PyTorch to run it. A test that needs it says, and ctest shows it as
/// skipped where there is none:
///
///   const Twin twin("08_autoencoder");
///   if (twin.skips_test()) return;
class Twin {
 public:
  explicit Twin(const std::string& chapter);

  /// Whether the twin cannot be run; prints why.
  bool skips_test() const;

  /// What the twin makes of these inputs with the weights that we saved.
  Golden with_our_weights(const NamedTensors& weights, const NamedTensors& inputs) const;
  /// What the twin makes of these inputs with weights of its own, as we read them from what it saved.
  Golden with_its_weights(const NamedTensors& inputs) const;
  /// What the twin writes with --golden.
  Golden narrow() const;

 private:
  void run(std::vector<std::string> arguments) const;

  std::string script_;
  Python python_;
};

}  // namespace primer::testing
