#include "common/autograd/operations.hpp"
#include "common/nn/layers.hpp"
#include "common/optim/adam.hpp"
#include "common/optim/clip.hpp"
#include "common/optim/sgd.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/devices.hpp"
#include "common/testing/numeric.hpp"

namespace primer::nn {
namespace {

using testing::error;
using testing::other_devices;

Sequential small() {
  Generator random(3);
  return Sequential{Linear(4, 5, random), ReLU(), Linear(5, 2, random)};
}

Tensor batch() {
  Generator random(4);
  return Tensor::uniform({6, 4}, -1, 1, random);
}

void check_equal(const NamedTensors& there, const NamedTensors& here, double tolerance) {
  REQUIRE(there.size() == here.size());
  for (std::size_t i = 0; i < here.size(); ++i) {
    INFO(here[i].first);
    CHECK(there[i].first == here[i].first);
    CHECK(error(there[i].second.cpu().values(), here[i].second.values()) <= tolerance);
  }
}

}  // namespace

TEST_CASE("Layers begin with the same weights on every device") {
  Sequential here = small();
  for (const Device device : other_devices()) {
    const WeightsOn weights_on(device);
    Sequential there = small();
    CHECK(there.device() == device);
    check_equal(there.state(), here.state(), 0);
  }
  CHECK(WeightsOn::device() == Device{});
  CHECK_FALSE(Sequential().device());
}

TEST_CASE("A batch follows the weights and a module moves whole") {
  Sequential model = small();
  const Tensor y = model(batch());
  for (const Device device : other_devices()) {
    INFO(device.str());
    model.to(device);
    CHECK(model.parameters()[3].device() == device);
    CHECK(model.parameters()[3].requires_grad());
    const Tensor there = model(batch());
    CHECK(there.device() == device);
    CHECK(error(there.cpu().values(), y.values()) < 1e-6);
    model.to({});
    CHECK(error(model(batch()).values(), y.values()) == 0);
  }
}

TEST_CASE("State goes from one device to another") {
  Sequential here = small();
  for (const Device device : other_devices()) {
    Generator other(9);
    const WeightsOn weights_on(device);
    Sequential there{Linear(4, 5, other), ReLU(), Linear(5, 2, other)};
    there.load_state(here.state());
    check_equal(there.state(), here.state(), 0);
    const Sequential untouched = small();
    here.load_state(there.state());
    check_equal(small().state(), here.state(), 0);
  }
}

TEST_CASE("Optimisers take the same steps on every device") {
  const auto train = [](bool with_adam, Device device, NamedTensors& state) {
    const WeightsOn weights_on(device);
    Sequential model = small();
    optim::Adam adam(model.named_parameters(), {.learning_rate = 0.1, .weight_decay = 0.01});
    optim::SGD sgd(model.named_parameters(), {.learning_rate = 0.1, .momentum = 0.9});
    optim::Optimizer& optimizer =
        with_adam ? static_cast<optim::Optimizer&>(adam) : static_cast<optim::Optimizer&>(sgd);
    for (int step = 0; step < 5; ++step) {
      if (step == 3) optimizer.load_state(state);  // which came to the CPU meanwhile
      optimizer.zero_grad();
      cross_entropy(model(batch()), IntTensor::from({0, 1, 1, 0, 1, 0}, {6})).backward();
      optim::clip_grad_norm(model.parameters(), 0.1);
      optim::clip_grad_value(model.parameters(), 0.08);
      optimizer.step();
      state = optimizer.state();
      for (auto& [name, tensor] : state) tensor = tensor.cpu().clone();
    }
    NamedTensors weights = model.state();
    for (auto& [name, tensor] : weights) tensor = tensor.cpu();
    return weights;
  };
  for (const bool with_adam : {false, true}) {
    NamedTensors state;
    const NamedTensors here = train(with_adam, {}, state);
    for (const Device device : other_devices()) {
      NamedTensors state_there;
      check_equal(train(with_adam, device, state_there), here, 1e-4);
      check_equal(state_there, state, 1e-4);
    }
  }
}

}  // namespace primer::nn
