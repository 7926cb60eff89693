#include "common/autograd/operations.hpp"
#include "common/nn/layers.hpp"
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
    here.load_state(there.state());
    check_equal(small().state(), here.state(), 0);
  }
}

}  // namespace primer::nn
