#include "common/testing/catch.hpp"
//
#include <thread>

#include "common/autograd/node.hpp"
#include "common/autograd/operations.hpp"

namespace primer {
namespace {

using testing::ContainsSubstring;

Tensor leaf(float value) { return Tensor::scalar(value).requires_grad_(); }

}  // namespace

TEST_CASE("A tensor used twice gets both gradients") {
  const Tensor x = leaf(3);
  (x * x + x).backward();
  CHECK(x.grad().item() == 7);
}

TEST_CASE("Gradients add up over several backward passes until they are dropped") {
  const Tensor x = leaf(3);
  square(x).backward();
  square(x).backward();
  CHECK(x.grad().item() == 12);
  x.zero_grad();
  CHECK_FALSE(x.grad().defined());
  square(x).backward();
  CHECK(x.grad().item() == 6);
}

TEST_CASE("A gradient that the user kept is not changed by the next pass") {
  const Tensor x = leaf(3);
  square(x).backward();
  const Tensor kept = x.grad();
  square(x).backward();
  CHECK(kept.item() == 6);
  CHECK(x.grad().item() == 12);
}

TEST_CASE("Two inputs that share one gradient do not disturb each other") {
  const Tensor a = leaf(1), b = leaf(2);
  const Tensor s = a + b;
  (s + a * 5.0f).backward();
  CHECK(a.grad().item() == 6);
  CHECK(b.grad().item() == 1);
}

TEST_CASE("Branches that meet again are visited once each") {
  // Were a node visited once per path, thirty diamonds would take 2^30 visits.
  const Tensor x = leaf(1);
  Tensor y = x;
  for (int i = 0; i < 30; ++i) y = y + y;
  y.backward();
  CHECK(x.grad().item() == static_cast<float>(1 << 30));
}

TEST_CASE("Backward a second time is refused and says so") {
  const Tensor x = leaf(3);
  const Tensor y = square(x);
  y.backward();
  CHECK_THROWS_WITH(y.backward(), ContainsSubstring("freed by an earlier backward"));
  CHECK_THROWS_WITH((y * 2.0f).backward(), ContainsSubstring("'square'"));
  CHECK(x.grad().item() == 6);
}

TEST_CASE("Backward needs a scalar with a history") {
  const Tensor x = Tensor::ones({2, 3}).requires_grad_();
  CHECK_THROWS_WITH(square(x).backward(), ContainsSubstring("(2, 3)"));
  CHECK_THROWS_WITH(Tensor::scalar(1).backward(), ContainsSubstring("no history"));
  CHECK_THROWS_WITH(sum(x).detach().backward(), ContainsSubstring("no history"));
}

TEST_CASE("Nothing is recorded without need or inside NoGrad") {
  const Tensor x = leaf(3), constant = Tensor::scalar(2);
  CHECK_FALSE(square(constant).node());
  CHECK(square(x).node());
  {
    const autograd::NoGrad outer;
    { const autograd::NoGrad inner; }
    CHECK_FALSE(square(x).node());
  }
  CHECK(square(x).node());
  x.requires_grad_(false);
  CHECK_FALSE(square(x).node());
}

TEST_CASE("Only leaves may ask for a gradient") {
  CHECK_THROWS_AS(square(leaf(1)).requires_grad_(), std::logic_error);
}

TEST_CASE("No gradient flows through detach") {
  const Tensor x = leaf(3);
  (x * square(x).detach()).backward();
  CHECK(x.grad().item() == 9);
}

TEST_CASE("Backward frees what the tape saved") {
  const Tensor x = Tensor::ones({100}).requires_grad_();
  const auto before = storage_statistics().bytes_in_use;
  const Tensor loss = sum(sigmoid(exp(x)));
  const auto saved = storage_statistics().bytes_in_use;
  loss.backward();
  x.zero_grad();
  CHECK(saved >= before + 2 * 400);
  CHECK(storage_statistics().bytes_in_use <= before + 64);
}

TEST_CASE("A long chain can be followed and let go") {
  const Tensor x = leaf(1);
  Tensor y = x;
  for (int i = 0; i < 100000; ++i) y = y + 1.0f;
  Tensor dropped = y + 0.0f;
  y.backward();
  CHECK(x.grad().item() == 1);
  dropped = {};
  y = x;
  for (int i = 0; i < 100000; ++i) y = y + 1.0f;
  y = {};  // never went backward
  SUCCEED("no stack overflow");
}

TEST_CASE("A tensor with a history may be the last to go of its thread or of the program") {
  std::thread([] {
    thread_local Tensor last;  // made before all that nodes keep for this thread, so it goes after
    last = square(leaf(2));
    square(leaf(3));
  }).join();
  static Tensor until_exit;  // the sanitizer sees it go
  until_exit = square(leaf(2));
  CHECK(until_exit.item() == 4);
}

TEST_CASE("Steady training asks the system for no memory") {
  Generator random(1);
  const Tensor w1 = Tensor::normal({16, 8}, 0, 1, random).requires_grad_();
  const Tensor b1 = Tensor::zeros({16}).requires_grad_();
  const Tensor w2 = Tensor::normal({4, 16}, 0, 1, random).requires_grad_();
  const Tensor x = Tensor::normal({32, 8}, 0, 1, random);
  const Tensor target = Tensor::zeros({32, 4});
  const auto step = [&] {
    for (const Tensor& w : {w1, b1, w2}) w.zero_grad();
    mse_loss(softmax(linear(relu(linear(x, w1, b1)), w2)), target).backward();
  };
  step();
  step();
  const auto before = storage_statistics().system_calls;
  for (int i = 0; i < 20; ++i) step();
  CHECK(storage_statistics().system_calls == before);
}

}  // namespace primer
