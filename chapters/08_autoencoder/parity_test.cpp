// The chapter's network and its twin in PyTorch, side by side.

#include "chapters/08_autoencoder/autoencoder.hpp"
#include "common/autograd/operations.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/golden.hpp"

namespace primer::chapter {
namespace {

using Lines = std::vector<std::string>;

testing::Golden narrow_answers() {
  return testing::read_golden("chapters/08_autoencoder/golden.safetensors.gz");
}

Lines disagreements(nn::Module& model, const testing::Golden& golden) {
  return testing::disagreements(golden, model, [&](const Tensor& outputs) {
    return mse_loss(outputs, golden.input("x"));
  });
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

}  // namespace primer::chapter
