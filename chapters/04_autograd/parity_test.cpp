// The chapter's network and its twin in PyTorch, side by side.

#include "chapters/04_autograd/autograd.hpp"
#include "common/autograd/operations.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/golden.hpp"
#include "common/testing/twin.hpp"

namespace primer::chapter {
namespace {

using Lines = std::vector<std::string>;

testing::Golden narrow_answers() {
  return testing::read_golden("chapters/04_autograd/golden.safetensors.gz");
}

Lines disagreements(nn::Module& model, const testing::Golden& golden,
                    const testing::ParityTolerance& allowed = {}) {
  return testing::disagreements(
      golden, model,
      [&](const Tensor& outputs) {
        return primer::cross_entropy(outputs, golden.labels());
      },
      allowed);
}

}  // namespace

TEST_CASE("A narrow copy of the classifier agrees with PyTorch") {
  Generator random(1);
  nn::Sequential model = classifier(random, 16);
  CHECK(disagreements(model, narrow_answers()) == Lines{});
}

TEST_CASE("A gradient a little outside its tolerance would be noticed") {
  Generator random(1);
  nn::Sequential model = classifier(random, 16);
  for (std::size_t i = 0; i < model.named_parameters().size(); ++i) {
    const testing::Golden golden = narrow_answers();
    const auto& [name, gradient] = golden.gradients[i];
    for (float& v : gradient.values()) v *= 1.00011f;
    const Lines lines = disagreements(model, golden);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].starts_with("gradient." + name + ": error 1.1e-04"));
  }
}

TEST_CASE(
    "At full size the chapter and PyTorch read the weights of each other") {
  const testing::Twin twin("04_autograd");
  if (twin.skips_test()) return;
  Generator random(1);
  nn::Sequential model = classifier(random);
  const Tensor labels({32});
  for (Index i = 0; i < 32; ++i) labels.data()[i] = static_cast<float>(i % 10);
  const NamedTensors inputs{{"x", Tensor::uniform({32, 784}, 0, 1, random)},
                            {"labels", labels}};
  // Of two hundred thousand gradients a few are so near to zero that Adam makes
  // steps of what rounding left of them.
  const testing::ParityTolerance allowed{.moves = 0.05};
  CHECK(disagreements(model, twin.with_our_weights(model.state(), inputs),
                      allowed) == Lines{});
  CHECK(disagreements(model, twin.with_its_weights(inputs), allowed) ==
        Lines{});
}

TEST_CASE("PyTorch still answers what the chapter keeps") {
  const testing::Twin twin("04_autograd");
  if (twin.skips_test()) return;
  CHECK(testing::differences(narrow_answers(), twin.narrow()) == Lines{});
}

}  // namespace primer::chapter
