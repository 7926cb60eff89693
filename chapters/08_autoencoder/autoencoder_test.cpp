#include "common/testing/catch.hpp"
//
#include "chapters/08_autoencoder/autoencoder.hpp"

#include "common/autograd/operations.hpp"
#include "common/optim/adam.hpp"

namespace primer::chapter {
namespace {

std::vector<std::string> names(const NamedTensors& tensors) {
  std::vector<std::string> list;
  for (const auto& [name, tensor] : tensors) list.push_back(name);
  return list;
}

}  // namespace

TEST_CASE("The autoencoder has the shapes and names of the article") {
  Generator random(1);
  Autoencoder model(random);
  CHECK(names(model.named_parameters()) ==
        std::vector<std::string>{
            "encoder.0.weight", "encoder.0.bias", "encoder.2.weight",
            "encoder.2.bias", "encoder.4.weight", "encoder.4.bias",
            "decoder.0.weight", "decoder.0.bias", "decoder.2.weight",
            "decoder.2.bias", "decoder.4.weight", "decoder.4.bias"});
  CHECK(model.encoder.state()[4].second.shape() == Shape{32, 64});
  CHECK(model.parameter_count() == 222384);
}

TEST_CASE("Reconstructions are pixels between zero and one") {
  Generator random(1);
  Autoencoder model(random);
  const Tensor x = Tensor::uniform({5, 784}, 0, 1, random);
  CHECK(model.encoder(x).shape() == Shape{5, 32});
  const Tensor y = model(x);
  CHECK(y.shape() == x.shape());
  for (const float v : y.values()) {
    REQUIRE(v > 0);
    REQUIRE(v < 1);
  }
}

TEST_CASE("The classifier takes over the encoder as it is") {
  Generator random(1);
  Autoencoder pretrained(random);
  Classifier model(random);
  model.encoder.load_state(pretrained.encoder.state());
  const Tensor x = Tensor::uniform({5, 784}, 0, 1, random);
  const Tensor expected = pretrained.encoder(x), code = model.encoder(x);
  for (Index i = 0; i < code.size(); ++i)
    CHECK(code.data()[i] == expected.data()[i]);
  CHECK(model(x).shape() == Shape{5, 10});
}

TEST_CASE("Training on one batch learns it by heart") {
  Generator random(1);
  Autoencoder model(random);
  const Tensor x = Tensor::uniform({8, 784}, 0, 1, random);
  optim::Adam adam(model.named_parameters(), {.learning_rate = 0.01});
  const float before = mse_loss(model(x), x).item();
  for (int i = 0; i < 200; ++i) {
    adam.zero_grad();
    mse_loss(model(x), x).backward();
    adam.step();
  }
  CHECK(mse_loss(model(x), x).item() < 0.5f * before);
}

TEST_CASE("A step of training asks for no memory after the first ones") {
  Generator random(1);
  Autoencoder model(random);
  optim::Adam adam(model.named_parameters(), {.learning_rate = 0.001});
  const Tensor x = Tensor::uniform({128, 784}, 0, 1, random);
  const auto step = [&] {
    adam.zero_grad();
    mse_loss(model(x), x).backward();
    adam.step();
  };
  step();
  step();
  const auto before = storage_statistics().system_calls;
  for (int i = 0; i < 10; ++i) step();
  CHECK(storage_statistics().system_calls == before);
}

}  // namespace primer::chapter
