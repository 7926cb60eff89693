#include "common/testing/catch.hpp"
//
#include <cmath>
#include <limits>

#include "common/autograd/operations.hpp"
#include "common/optim/adam.hpp"
#include "common/optim/clip.hpp"
#include "common/optim/schedule.hpp"
#include "common/optim/sgd.hpp"

namespace primer::optim {
namespace {

using testing::Approx;
using testing::ContainsSubstring;

std::vector<float> list(const Tensor& x) { return {x.values().begin(), x.values().end()}; }

NamedTensors two_weights() {
  return {{"a", Tensor::from({1, 2, 3}, {3}).requires_grad_()},
          {"b", Tensor::from({-1, 4}, {2, 1}).requires_grad_()}};
}

// Gradients that differ from step to step and from element to element.
void give_gradients(const NamedTensors& weights, int step) {
  for (const auto& [name, weight] : weights) {
    const Tensor gradient(weight.shape());
    for (Index i = 0; i < gradient.size(); ++i)
      gradient.data()[i] = std::sin(static_cast<float>(1 + i + 3 * step));
    weight.set_grad(gradient);
  }
}

// Trains, saves after five steps, goes on in a new optimiser, and compares with going straight on.
template <class Kind, class Options>
void check_that_state_travels(const Options& options) {
  const NamedTensors straight = two_weights(), saved = two_weights();
  Kind one(straight, options), first(saved, options);
  for (int i = 0; i < 10; ++i) {
    give_gradients(straight, i);
    one.step();
  }
  for (int i = 0; i < 5; ++i) {
    give_gradients(saved, i);
    first.step();
  }
  Kind second(saved, options);
  second.load_state(first.state());
  for (int i = 5; i < 10; ++i) {
    give_gradients(saved, i);
    second.step();
  }
  for (std::size_t i = 0; i < straight.size(); ++i)
    CHECK(list(straight[i].second) == list(saved[i].second));
}

}  // namespace

TEST_CASE("Optimisers go on exactly as before from a saved state") {
  check_that_state_travels<Adam>(AdamOptions{.learning_rate = 0.1, .weight_decay = 0.01});
  check_that_state_travels<AdamW>(AdamOptions{.learning_rate = 0.1, .weight_decay = 0.01});
  check_that_state_travels<SGD>(
      SGDOptions{.learning_rate = 0.1, .momentum = 0.9, .nesterov = true});
  check_that_state_travels<SGD>(SGDOptions{.learning_rate = 0.1});
}

TEST_CASE("State carries the names of PyTorch and a mismatch is named") {
  const NamedTensors weights = two_weights();
  Adam adam(weights, {});
  CHECK(adam.state().empty());
  give_gradients(weights, 0);
  weights[1].second.zero_grad();
  adam.step();
  const NamedTensors state = adam.state();
  REQUIRE(state.size() == 3);
  CHECK(state[0].first == "step.a");
  CHECK(state[1].first == "exp_avg.a");
  CHECK(state[2].first == "exp_avg_sq.a");

  Adam other(weights, {});
  CHECK_THROWS_WITH(other.load_state({state[0], state[1]}),
                    ContainsSubstring("'exp_avg_sq.a' is missing"));
  CHECK_THROWS_WITH(other.load_state({{"step.c", state[0].second}}),
                    ContainsSubstring("no weight for state 'step.c'"));
  CHECK_THROWS_WITH(other.load_state({state[0], {"exp_avg.a", Tensor::zeros({4})}, state[2]}),
                    ContainsSubstring("(4)"));
  for (const float wrong : {-1.0f, 0.5f, 2e6f, NAN, INFINITY}) {
    CHECK_THROWS_WITH(
        other.load_state({{"step.a", Tensor::from({0, wrong}, {2})}, state[1], state[2]}),
        ContainsSubstring("'step.a' is no number of steps"));
  }
  CHECK(other.state().empty());
}

TEST_CASE("A large number of steps survives saving") {
  const NamedTensors weights = two_weights();
  SGD sgd(weights, {.momentum = 0.5});
  const auto named = [](double steps) {
    return NamedTensors{{"step.a", Tensor::from({static_cast<float>(std::floor(steps / (1 << 20))),
                                                 static_cast<float>(std::fmod(steps, 1 << 20))},
                                                {2})},
                        {"momentum_buffer.a", Tensor::zeros({3})}};
  };
  sgd.load_state(named(50'000'001));
  CHECK(list(sgd.state()[0].second) == list(named(50'000'001)[0].second));
}

TEST_CASE("Groups move at their own rates and weights without gradient not at all") {
  const NamedTensors weights = two_weights();
  SGD sgd({{{weights[0]}, 0.5}, {{weights[1]}, 2.0}}, {.learning_rate = 0.1});
  weights[0].second.set_grad(Tensor::ones({3}));
  weights[1].second.set_grad(Tensor::ones({2, 1}));
  sgd.step();
  CHECK(weights[0].second.data()[0] == Approx(1 - 0.05));
  CHECK(weights[1].second.data()[0] == Approx(-1 - 0.2));
  sgd.zero_grad();
  sgd.step();
  CHECK(weights[0].second.data()[0] == Approx(1 - 0.05));
  sgd.set_learning_rate(1);
  weights[0].second.set_grad(Tensor::ones({3}));
  sgd.step();
  CHECK(weights[0].second.data()[0] == Approx(1 - 0.55));
}

TEST_CASE("Adam finds the bottom of a bowl") {
  const Tensor x = Tensor::from({5, -3}, {2}).requires_grad_();
  Adam adam({{"x", x}}, {.learning_rate = 0.1});
  for (int i = 0; i < 500; ++i) {
    adam.zero_grad();
    sum(square(x - Tensor::from({1, 2}, {2}))).backward();
    adam.step();
  }
  CHECK(x.data()[0] == Approx(1).margin(1e-2));
  CHECK(x.data()[1] == Approx(2).margin(1e-2));
}

TEST_CASE("Senseless optimisers are refused") {
  const NamedTensors weights = two_weights();
  CHECK_THROWS_AS(Adam(weights, {.learning_rate = -1}), std::invalid_argument);
  CHECK_THROWS_AS(Adam(weights, {.learning_rate = NAN}), std::invalid_argument);
  CHECK_THROWS_AS(SGD(weights, {.nesterov = true}), std::invalid_argument);
  CHECK_THROWS_WITH(SGD({weights[0], weights[0]}, {}), ContainsSubstring("'a'"));
}

TEST_CASE("Clipping by norm takes all gradients together") {
  const Tensor a = Tensor::zeros({2}).requires_grad_(), b = Tensor::zeros({1}).requires_grad_(),
               none = Tensor::zeros({4});
  a.set_grad(Tensor::from({2, 3}, {2}));
  b.set_grad(Tensor::from({6}, {1}));
  CHECK(clip_grad_norm({a, b, none}, 7) == Approx(7));
  CHECK(list(a.grad()) == std::vector<float>{2, 3});
  CHECK(clip_grad_norm({a, b, none}, 3.5) == Approx(7));
  CHECK(list(a.grad()) == std::vector<float>{1, 1.5});
  CHECK(list(b.grad()) == std::vector<float>{3});
}

TEST_CASE("Clipping by norm leaves zero and NaN and infinite gradients as they are") {
  const Tensor a = Tensor::zeros({2}).requires_grad_();
  a.set_grad(Tensor::zeros({2}));
  CHECK(clip_grad_norm({a}, 1) == 0);
  a.set_grad(Tensor::from({NAN, 3}, {2}));
  CHECK(std::isnan(clip_grad_norm({a}, 1)));
  CHECK(a.grad().data()[1] == 3);
  a.set_grad(Tensor::from({INFINITY, 3}, {2}));
  CHECK(std::isinf(clip_grad_norm({a}, 1)));
  CHECK(a.grad().data()[1] == 3);
  CHECK(clip_grad_norm({}, 1) == 0);
}

TEST_CASE("Clipping by value limits each element") {
  const Tensor a = Tensor::zeros({4}).requires_grad_();
  a.set_grad(Tensor::from({-3, 0.5, INFINITY, NAN}, {4}));
  clip_grad_value({a}, 1);
  CHECK(list(a.grad().rows(0, 3)) == std::vector<float>{-1, 0.5, 1});
  CHECK(std::isnan(a.grad().data()[3]));
}

TEST_CASE("Schedules have the right values at their ends") {
  CHECK(constant_schedule()(1000) == 1);
  const Schedule steps = step_schedule(10, 0.5);
  CHECK(steps(9) == 1);
  CHECK(steps(10) == 0.5);
  CHECK(steps(25) == 0.25);
  CHECK(exponential_schedule(0.9)(0) == 1);
  CHECK(exponential_schedule(0.9)(3) == Approx(0.729));
  const Schedule cosine = cosine_schedule(100, 0.1);
  CHECK(cosine(0) == 1);
  CHECK(cosine(50) == Approx(0.55));
  CHECK(cosine(100) == Approx(0.1));
  CHECK(cosine(1000) == Approx(0.1));
  const Schedule warm = warmup_schedule(4, cosine_schedule(100));
  CHECK(warm(0) == 0.25);
  CHECK(warm(3) == 1);
  CHECK(warm(4) == 1);
  CHECK(warm(54) == Approx(0.5));
  CHECK(warmup_schedule(0)(0) == 1);
  CHECK_THROWS_AS(step_schedule(0, 0.5), std::invalid_argument);
  CHECK_THROWS_AS(cosine_schedule(0), std::invalid_argument);
}

}  // namespace primer::optim
