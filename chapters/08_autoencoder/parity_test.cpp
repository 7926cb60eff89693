// The chapter's network and its twin in PyTorch, side by side.

#include "chapters/08_autoencoder/autoencoder.hpp"
#include "common/autograd/operations.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/golden.hpp"
#include "common/testing/twin.hpp"

namespace primer::chapter {
namespace {

using Lines = std::vector<std::string>;

testing::Golden narrow_answers() {
  return testing::read_golden("chapters/08_autoencoder/golden.safetensors.gz");
}

Lines disagreements(nn::Module& model, const testing::Golden& golden,
                    const testing::ParityTolerance& allowed = {}) {
  return testing::disagreements(
      golden, model,
      [&](const Tensor& outputs) {
        return mse_loss(outputs, golden.input("x"));
      },
      allowed);
}

}  // namespace

TEST_CASE("A narrow copy of the autoencoder agrees with PyTorch") {
  Generator random(1);
  Autoencoder model(random, {.first = 16, .second = 8, .code = 4});
  CHECK(disagreements(model, narrow_answers()) == Lines{});
}

TEST_CASE("A gradient a little outside its tolerance would be noticed") {
  Generator random(1);
  Autoencoder model(random, {.first = 16, .second = 8, .code = 4});
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
  const testing::Twin twin("08_autoencoder");
  if (twin.skips_test()) return;
  Generator random(1);
  Autoencoder model(random);
  const NamedTensors inputs{{"x", Tensor::uniform({32, 784}, 0, 1, random)}};
  // Of two hundred thousand gradients a few are so near to zero that Adam makes
  // steps of what rounding left of them.
  const testing::ParityTolerance allowed{.moves = 0.05};
  CHECK(disagreements(model, twin.with_our_weights(model.state(), inputs),
                      allowed) == Lines{});
  CHECK(disagreements(model, twin.with_its_weights(inputs), allowed) ==
        Lines{});
}

TEST_CASE("PyTorch still answers what the chapter keeps") {
  const testing::Twin twin("08_autoencoder");
  if (twin.skips_test()) return;
  CHECK(testing::differences(narrow_answers(), twin.narrow()) == Lines{});
}

}  // namespace primer::chapter
