// Everything that tensors can do, on the CPU and then on every other device: the results and the gradients must agree.

#include <algorithm>
#include <functional>

#include "common/autograd/node.hpp"
#include "common/autograd/operations.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/devices.hpp"
#include "common/testing/numeric.hpp"

namespace primer {
namespace {

using testing::ContainsSubstring;
using testing::error;
using testing::other_devices;
using Inputs = std::vector<Tensor>;
using Function = std::function<Tensor(const Inputs&)>;

Tensor input(const Shape& shape, std::uint64_t seed) {
  Generator random(seed);
  return Tensor::uniform(shape, 0.5f, 1.5f, random);
}

struct Outcome {
  Tensor y;
  Inputs gradients;
};

// The values of f and the gradients of a weighed sum of them, all brought to the CPU.
Outcome outcome(const Function& f, const Inputs& inputs, Device device) {
  Inputs there;
  for (const Tensor& x : inputs) there.push_back(x.to(device).clone().requires_grad_());
  const Tensor y = f(there);
  CHECK(y.device() == device);
  sum(y * input(y.shape(), 99).to(device)).backward();
  Outcome result{y.cpu(), {}};
  for (const Tensor& x : there) {
    REQUIRE(x.grad().defined());
    CHECK(x.grad().device() == device);
    result.gradients.push_back(x.grad().cpu());
  }
  return result;
}

void check(const Inputs& inputs, const Function& f) {
  const Outcome here = outcome(f, inputs, {});
  for (const Device device : other_devices()) {
    INFO(device.str());
    const Outcome there = outcome(f, inputs, device);
    CHECK(error(there.y.values(), here.y.values()) < 1e-5);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      CHECK(error(there.gradients[i].values(), here.gradients[i].values()) < 1e-5);
    }
  }
}

}  // namespace

TEST_CASE("Functions of one tensor do the same on every device") {
  const Inputs x = {input({5, 7}, 1)};
  for (const Unary f : {Unary::negate, Unary::square, Unary::sqrt, Unary::exp, Unary::log,
                        Unary::reciprocal, Unary::relu, Unary::sigmoid, Unary::tanh, Unary::gelu}) {
    check(x, [f](const Inputs& in) { return unary(f, in[0]); });
  }
  check(x, [](const Inputs& in) { return -(in[0] * 2 + 1) / 4 - 3; });
  check(x, [](const Inputs& in) { return softmax(in[0]); });
  check(x, [](const Inputs& in) { return log_softmax(in[0]); });
  check(x, [](const Inputs& in) { return mean(in[0], 0) + sum(in[0], 1).reshape({5, 1}); });
  check(x, [](const Inputs& in) { return max(in[0], 1) * mean(in[0]); });
  check(x, [](const Inputs& in) { return in[0].reshape({7, 5}); });
}

TEST_CASE("Functions of several tensors do the same on every device") {
  const Inputs pair = {input({4, 3}, 2), input({3}, 3)};
  check(pair, [](const Inputs& in) { return in[0] + in[1]; });
  check(pair, [](const Inputs& in) { return in[0] - in[1]; });
  check(pair, [](const Inputs& in) { return in[0] * in[1]; });
  check(pair, [](const Inputs& in) { return in[0] / in[1]; });
  check({input({4, 3}, 4), input({3, 5}, 5)},
        [](const Inputs& in) { return matmul(in[0], in[1]); });
  check({input({3, 4}, 4), input({5, 3}, 5)},
        [](const Inputs& in) { return matmul(in[0], in[1], {.a = true, .b = true}); });
  for (const Unary f : {Unary::identity, Unary::relu, Unary::sigmoid, Unary::tanh}) {
    check({input({4, 3}, 6), input({5, 3}, 7), input({5}, 8)},
          [f](const Inputs& in) { return linear(in[0], in[1], in[2], f); });
  }
}

TEST_CASE("Losses take what they compare with to the device of the prediction") {
  const Tensor target = input({6, 4}, 10);
  const IntTensor labels = IntTensor::from({0, 3, ignored_label, 1, 2, 2}, {6});
  check({input({6, 4}, 9)}, [&](const Inputs& in) { return mse_loss(in[0], target); });
  check({input({6, 4}, 9)}, [&](const Inputs& in) { return cross_entropy(in[0], labels); });
  for (const Device device : other_devices()) {
    const Tensor logits = input({6, 4}, 9).to(device);
    CHECK(cross_entropy(logits, labels.to(device)).item() == cross_entropy(logits, labels).item());
    CHECK_THROWS_WITH(cross_entropy(logits, IntTensor::from({0, 1, 2, 3, 4, 0}, {6})),
                      ContainsSubstring("label 4 is not one of the 4 classes"));
  }
}

TEST_CASE("Dropout takes the same elements on every device") {
  const Tensor x = input({13, 11}, 11);
  check({x}, [](const Inputs& in) {
    Generator random(5);
    return dropout(in[0], 0.3f, random);
  });
}

TEST_CASE("Rows are gathered and classes chosen on the device") {
  const Tensor x = input({6, 5}, 12);
  const IntTensor rows = IntTensor::from({5, 0, 0, 2}, {4});
  for (const Device device : other_devices()) {
    INFO(device.str());
    const Tensor picked = gather(x.to(device), rows);
    CHECK(picked.device() == device);
    CHECK(error(picked.cpu().values(), gather(x, rows).values()) == 0);
    const IntTensor there = argmax(x.to(device), 1).cpu(), here = argmax(x, 1);
    CHECK(std::ranges::equal(there.values(), here.values()));
    CHECK_THROWS_WITH(gather(x.to(device), IntTensor::from({6}, {1})),
                      ContainsSubstring("row 6 does not lie in shape (6, 5)"));
  }
}

TEST_CASE("Tensors on two devices do not meet") {
  const Tensor x = input({2, 2}, 13);
  for (const Device device : other_devices()) {
    const Tensor there = x.to(device);
    const std::string message = "one tensor lies on cpu and one on " + device.str();
    CHECK_THROWS_WITH(x + there, ContainsSubstring("add: " + message));
    CHECK_THROWS_WITH(matmul(x, there), ContainsSubstring("matmul: " + message));
    CHECK_THROWS_WITH(linear(x, there, {}), ContainsSubstring("linear: " + message));
  }
}

}  // namespace primer
