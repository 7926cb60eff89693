#include "common/testing/catch.hpp"
//
#include "chapters/08_autoencoder/autoencoder.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

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

TEST_CASE("Plain loops and kernels agree on the loss") {
  Generator random(1);
  Autoencoder model(random);
  for (int picture = 0; picture < 3; ++picture) {
    const Tensor x = Tensor::uniform({1, 784}, 0, 1, random);
    CHECK(plain_loss(model, x.values()) ==
          testing::Approx(mse_loss(model(x), x).item()).epsilon(1e-5));
  }
}

TEST_CASE("Damage does what its name says and leaves the picture alone") {
  using enum Corruption::Kind;
  Generator random(1);
  const Tensor x = Tensor::uniform({50, 784}, 0.5f, 1, random);
  const Tensor before = x.clone();
  const auto zeros = [&](const Corruption& corruption) {
    Generator dice(2);
    const Tensor y = corrupt(x, corruption, dice);
    Index count = 0;
    for (Index i = 0; i < y.size(); ++i) {
      const bool kept = y.data()[i] == x.data()[i];
      if (corruption.kind != noisy) REQUIRE((kept || y.data()[i] == 0));
      count += y.data()[i] == 0;
    }
    return static_cast<double>(count) / 50;
  };
  CHECK(zeros({}) == 0);
  CHECK(zeros({masked, 0.3}) == testing::Approx(0.3 * 784).epsilon(0.03));
  CHECK(zeros({patch, 14}) == 14 * 14);

  Generator dice(3);
  const Tensor noise = corrupt(x, {noisy, 0.5}, dice) - x;
  CHECK(mean(noise).item() == testing::Approx(0).margin(0.01));
  CHECK(mean(square(noise)).item() == testing::Approx(0.25).epsilon(0.02));
  for (Index i = 0; i < x.size(); ++i) REQUIRE(x.data()[i] == before.data()[i]);
}

TEST_CASE("A hole can lie anywhere in the picture") {
  Generator dice(1);
  const Tensor x = Tensor::ones({2000, 784});
  const Tensor y = corrupt(x, {Corruption::Kind::patch, 14}, dice);
  const Tensor hits = sum(x - y, 0);
  CHECK(hits.data()[0] > 0);  // the corners
  CHECK(hits.data()[27] > 0);
  CHECK(hits.data()[783] > 0);
  CHECK(hits.data()[14 * 28 + 14] > 0.8f * 2000 * 14 * 14 / 225);
}

TEST_CASE("The classifier takes over the layers that its recipe keeps") {
  Generator random(1);
  Autoencoder pretrained(random);
  const Tensor x = Tensor::uniform({5, 784}, 0, 1, random);
  for (const int layers : {1, 2, 3}) {
    const Recipe recipe{Corruption{}, layers, 0.001, 1};
    Classifier model = make_classifier(recipe, 7, &pretrained);
    const NamedTensors own = model.encoder.state();
    REQUIRE(std::ssize(own) == 2 * layers);
    for (std::size_t i = 0; i < own.size(); ++i) {
      CHECK(sum(square(own[i].second - pretrained.encoder.state()[i].second))
                .item() == 0);
    }
    CHECK(model(x).shape() == Shape{5, 10});
  }
  Classifier scratch = make_classifier({{}, 3, 0.001, 1}, 7, nullptr);
  CHECK(sum(square(scratch.encoder.state()[0].second -
                   pretrained.encoder.state()[0].second))
            .item() > 0);
}

TEST_CASE("Cut before its first layer it is logistic regression") {
  Classifier model = make_classifier({{}, 0, 0.001, 1}, 7, nullptr);
  CHECK(model.parameter_count() == 7850);
  Generator random(1);
  CHECK(model(Tensor::uniform({5, 784}, 0, 1, random)).shape() == Shape{5, 10});
}

TEST_CASE(
    "Each layer learns slower than the one above it and none when frozen") {
  const auto moved = [](double decay) {
    const Recipe recipe{{}, 2, 0.001, decay};
    Classifier model = make_classifier(recipe, 7, nullptr);
    NamedTensors before = model.state();
    for (auto& [name, tensor] : before) tensor = tensor.clone();
    optim::Adam adam = make_optimizer(model, recipe);
    Generator random(1);
    const Tensor x = Tensor::uniform({8, 784}, 0, 1, random);
    cross_entropy(model(x), IntTensor::from({0, 1, 2, 3, 4, 5, 6, 7}, {8}))
        .backward();
    adam.step();
    std::vector<float> largest;
    const NamedTensors after = model.state();
    for (const std::size_t i : {0u, 2u, 4u}) {  // two layers and the head
      const Tensor d = square(after[i].second - before[i].second);
      largest.push_back(std::sqrt(max(d.reshape({-1}), 0).item()));
    }
    return largest;
  };
  // Adam's first step moves a weight by its rate.
  const std::vector<float> slow = moved(0.1), frozen = moved(0);
  CHECK(slow[2] == testing::Approx(0.001).epsilon(0.01));
  CHECK(slow[1] == testing::Approx(0.0001).epsilon(0.01));
  CHECK(slow[0] == testing::Approx(0.00001).epsilon(0.05));
  CHECK(frozen[2] == testing::Approx(0.001).epsilon(0.01));
  CHECK(frozen[1] == 0);
  CHECK(frozen[0] == 0);
}

TEST_CASE("The spread is the standard deviation of a sample") {
  const Spread spread = spread_of({1, 2, 3});
  CHECK(spread.mean == testing::Approx(2));
  CHECK(spread.deviation == testing::Approx(1));
  CHECK(spread_of({5}).deviation == 0);
}

TEST_CASE("Patches of one sort look alike to the features") {
  // Pictures of vertical and of horizontal stripes.
  const Tensor pictures({40, 784});
  for (Index i = 0; i < pictures.size(); ++i) {
    const Index n = i / 784, row = i % 784 / 28, column = i % 28;
    const Index along = n % 2 == 0 ? row : column;
    pictures.data()[i] = (along + n / 2) % 4 < 2 ? 1.0f : 0.0f;
  }
  const PatchFeatures features(pictures, 500, 8, 1);
  const Tensor f = features(pictures.rows(0, 20));
  REQUIRE(f.shape() == Shape{20, 32});
  REQUIRE(features.size() == 32);
  const auto distance = [&](Index a, Index b) {
    return sum(square(f.rows(a, a + 1) - f.rows(b, b + 1))).item();
  };
  CHECK(distance(0, 8) < 1e-3f * distance(0, 1));  // shifted by a period
  CHECK(distance(0, 2) < distance(0, 1));          // shifted, beside turned
}

TEST_CASE("The contenders are what the recorded search chose") {
  std::ifstream file(PRIMER_SOURCE_DIR
                     "/chapters/08_autoencoder/results/search/run.json");
  const auto numbers = nlohmann::json::parse(file).at("numbers");
  const std::vector<Recipe> all = recipes(app::Mode::standard);
  for (const Contender& contender : contenders()) {
    INFO(contender.key);
    const auto place = numbers.at(contender.key).at("place").get<std::size_t>();
    CHECK(all.at(place) == contender.recipe);
  }
}

TEST_CASE("Damage has a name of its own in each kind and amount") {
  using enum Corruption::Kind;
  CHECK(name(Corruption{}) == "plain");
  CHECK(name(Corruption{masked, 0.3}) == "masked_30");
  CHECK(name(Corruption{noisy, 0.6}) == "noisy_60");
  CHECK(name(Corruption{patch, 14}) == "patch_14");
}

TEST_CASE("Everybody that is compared gets equally many tries") {
  const std::vector<Recipe> all = recipes(app::Mode::standard);
  std::map<std::string, int> tries;
  int pixels = 0;
  for (const Recipe& r : all) {
    if (r.layers == 0) {
      ++pixels;
    } else {
      ++tries[r.pretraining ? name(*r.pretraining) : "scratch"];
    }
  }
  CHECK(pixels == 3);
  CHECK(tries.size() == 7);
  for (const auto& [kind, count] : tries) {
    INFO(kind);
    CHECK(count == 27);
  }
}

TEST_CASE("All recipes are tried once and the contenders are among them") {
  const std::vector<Recipe> all = recipes(app::Mode::standard);
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) REQUIRE(!(all[i] == all[j]));
  for (const Contender& contender : contenders())
    CHECK(std::ranges::find(all, contender.recipe) != all.end());
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
