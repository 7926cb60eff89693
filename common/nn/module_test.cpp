#include "common/testing/catch.hpp"
//
#include <cmath>

#include "common/autograd/operations.hpp"
#include "common/nn/init.hpp"
#include "common/nn/layers.hpp"

namespace primer::nn {
namespace {

using testing::ContainsSubstring;

// An autoencoder in small: modules inside modules, and a buffer.
struct Net : Module {
  explicit Net(Generator& random)
      : encoder(Linear(6, 4, random), ReLU(), Linear(4, 2, random)), head(2, 3, random, false) {}
  Tensor forward(const Tensor& x) override { return head(encoder(x)); }
  void each_part(PartsVisitor& visitor) override {
    visitor.module("encoder", encoder);
    visitor.module("head", head);
    visitor.buffer("seen", seen);
  }
  Sequential encoder;
  Linear head;
  Tensor seen = Tensor::zeros({});
};

std::vector<std::string> names(const NamedTensors& tensors) {
  std::vector<std::string> list;
  for (const auto& [name, tensor] : tensors) list.push_back(name);
  return list;
}

std::vector<float> list(const Tensor& x) { return {x.values().begin(), x.values().end()}; }

double variance(const Tensor& x) {
  double sum = 0, squares = 0;
  for (const float v : x.values()) sum += v, squares += static_cast<double>(v) * v;
  const double n = static_cast<double>(x.size());
  return squares / n - sum / n * sum / n;
}

}  // namespace

TEST_CASE("Parameters carry the names that PyTorch gives them") {
  Generator random(1);
  Net net(random);
  CHECK(names(net.named_parameters()) ==
        std::vector<std::string>{"encoder.0.weight", "encoder.0.bias", "encoder.2.weight",
                                 "encoder.2.bias", "head.weight"});
  CHECK(names(net.state()).back() == "seen");
  CHECK(net.parameter_count() == 6 * 4 + 4 + 4 * 2 + 2 + 2 * 3);
  CHECK(net.named_parameters()[0].second.shape() == Shape{4, 6});
}

TEST_CASE("A module that was moved still shows its own weights") {
  Generator random(1);
  Net first(random);
  const Tensor weight = first.head.weight;
  Net second = std::move(first);
  CHECK(second.named_parameters().back().second.is(weight));
}

TEST_CASE("State is copied by name and a mismatch is named before anything is changed") {
  Generator random(1);
  Net one(random), two(random);
  CHECK(list(one.head.weight) != list(two.head.weight));
  two.load_state(one.state());
  CHECK(list(one.head.weight) == list(two.head.weight));
  CHECK_FALSE(one.head.weight.is(two.head.weight));

  const std::vector<float> before = list(two.encoder.state()[0].second);
  NamedTensors values = Net(random).state();
  values.back().first = "sen";
  CHECK_THROWS_WITH(two.load_state(values), ContainsSubstring("'sen'"));
  values.pop_back();
  CHECK_THROWS_WITH(two.load_state(values), ContainsSubstring("'seen' is missing"));
  values.emplace_back("seen", Tensor::zeros({2}));
  CHECK_THROWS_WITH(two.load_state(values), ContainsSubstring("shape (2) where the module has ()"));
  CHECK(list(two.encoder.state()[0].second) == before);
}

TEST_CASE("Part of a state is picked by prefix") {
  Generator random(1);
  Net net(random);
  const NamedTensors encoder = part_of("encoder.", net.state());
  CHECK(names(encoder) == std::vector<std::string>{"0.weight", "0.bias", "2.weight", "2.bias"});
  CHECK(names(starting_with("head.", net.state())) == std::vector<std::string>{"head.weight"});
  Sequential other(Linear(6, 4, random), ReLU(), Linear(4, 2, random));
  other.load_state(encoder);
  CHECK(list(other.state()[0].second) == list(encoder[0].second));
}

TEST_CASE("Frozen modules get no gradients") {
  Generator random(1);
  Net net(random);
  net.encoder.requires_grad_(false);
  mean(square(net(Tensor::ones({5, 6})))).backward();
  CHECK(net.head.weight.grad().defined());
  for (const Tensor& weight : net.encoder.parameters()) CHECK_FALSE(weight.grad().defined());
}

TEST_CASE("Dropout acts while training only and is switched from above") {
  Generator random(1);
  Sequential net(Dropout(0.5f, random), Dropout(0.0f, random));
  const Tensor x = Tensor::ones({100});
  CHECK(list(net(x)) != list(x));
  net.eval();
  CHECK(list(net(x)) == list(x));
  net.train();
  CHECK(list(net(x)) != list(x));
  CHECK_THROWS_AS(Dropout(1.01f, random), std::invalid_argument);
  CHECK_THROWS_AS(Dropout(NAN, random), std::invalid_argument);
}

TEST_CASE("A sequence that fuses activations computes the same as its parts") {
  Generator random(1);
  Sequential net(Linear(6, 5, random), ReLU(), Linear(5, 5, random), GELU(), Linear(5, 4, random),
                 Sigmoid(), Tanh(), Linear(4, 3, random));
  const Tensor x = Tensor::normal({7, 6}, 0, 1, random);
  Tensor y = x;
  for (std::size_t i = 0; i < net.size(); ++i) y = net[i](y);
  const Tensor fused = net(x);
  for (Index i = 0; i < y.size(); ++i)
    CHECK(fused.data()[i] == testing::Approx(y.data()[i]).margin(1e-6));
}

TEST_CASE("A sequence calls the forward of a module that is derived from Linear or Activation") {
  struct Doubled : Linear {
    using Linear::Linear;
    Tensor forward(const Tensor& x) override { return Linear::forward(x) * 2.0f; }
  };
  struct Shifted : Activation {
    using Activation::Activation;
    Tensor forward(const Tensor& x) override { return Activation::forward(x) + 1.0f; }
  };
  Generator random(1);
  Sequential net(Doubled(6, 5, random), Sigmoid(), Linear(5, 4, random), Shifted(Unary::relu));
  const Tensor x = Tensor::normal({7, 6}, 0, 1, random);
  Tensor y = x;
  for (std::size_t i = 0; i < net.size(); ++i) y = net[i](y);
  CHECK(list(net(x)) == list(y));
}

TEST_CASE("A linear layer starts as in PyTorch") {
  Generator random(1);
  const Linear layer(400, 300, random);
  for (const Tensor& tensor : {layer.weight, layer.bias}) {
    for (const float v : tensor.values()) REQUIRE(std::abs(v) <= 1 / 20.0f);
  }
  CHECK(variance(layer.weight) == testing::Approx(1 / 1200.0).epsilon(0.02));
}

TEST_CASE("Initialisations have the variance that they promise") {
  Generator random(1);
  const Tensor w({300, 500});
  init::xavier_uniform(w, random);
  CHECK(variance(w) == testing::Approx(2 / 800.0).epsilon(0.02));
  init::xavier_normal(w, random, init::gain_tanh());
  CHECK(variance(w) == testing::Approx(25 / 9.0 * 2 / 800).epsilon(0.02));
  init::kaiming_uniform(w, random);
  CHECK(variance(w) == testing::Approx(2 / 500.0).epsilon(0.02));
  init::kaiming_normal(w, random, init::gain_linear(), init::Fan::out);
  CHECK(variance(w) == testing::Approx(1 / 300.0).epsilon(0.02));
  const Tensor filter({8, 4, 5, 5});
  init::kaiming_normal(filter, random, init::gain_leaky_relu(1), init::Fan::out);
  CHECK(variance(filter) == testing::Approx(1 / 200.0).epsilon(0.2));
  CHECK_THROWS_AS(init::xavier_uniform(Tensor({5}), random), std::invalid_argument);
}

}  // namespace primer::nn
