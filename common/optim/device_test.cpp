#include "common/autograd/operations.hpp"
#include "common/nn/layers.hpp"
#include "common/optim/adam.hpp"
#include "common/optim/clip.hpp"
#include "common/optim/sgd.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/devices.hpp"
#include "common/testing/numeric.hpp"

namespace primer::optim {
namespace {

void check_equal(const NamedTensors& there, const NamedTensors& here) {
  REQUIRE(there.size() == here.size());
  for (std::size_t i = 0; i < here.size(); ++i) {
    INFO(here[i].first);
    CHECK(there[i].first == here[i].first);
    CHECK(testing::error(there[i].second.values(), here[i].second.values()) <= 1e-4);
  }
}

}  // namespace

TEST_CASE("Optimisers take the same steps on every device") {
  Generator random(4);
  const Tensor batch = Tensor::uniform({6, 4}, -1, 1, random);
  const auto train = [&](bool with_adam, Device device, NamedTensors& state) {
    const nn::WeightsOn weights_on(device);
    Generator first(3);
    nn::Sequential model{nn::Linear(4, 5, first), nn::ReLU(), nn::Linear(5, 2, first)};
    Adam adam(model.named_parameters(), {.learning_rate = 0.1, .weight_decay = 0.01});
    SGD sgd(model.named_parameters(), {.learning_rate = 0.1, .momentum = 0.9});
    Optimizer& optimizer = with_adam ? static_cast<Optimizer&>(adam) : static_cast<Optimizer&>(sgd);
    for (int step = 0; step < 5; ++step) {
      if (step == 3) optimizer.load_state(state);  // which came to the CPU meanwhile
      optimizer.zero_grad();
      cross_entropy(model(batch), IntTensor::from({0, 1, 1, 0, 1, 0}, {6})).backward();
      clip_grad_norm(model.parameters(), 0.1);
      clip_grad_value(model.parameters(), 0.08);
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
    for (const Device device : testing::other_devices()) {
      NamedTensors state_there;
      check_equal(train(with_adam, device, state_there), here);
      check_equal(state_there, state);
    }
  }
}

}  // namespace primer::optim
