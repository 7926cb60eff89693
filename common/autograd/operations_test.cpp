#include "common/testing/catch.hpp"
//
#include <algorithm>

#include "common/autograd/node.hpp"
#include "common/autograd/operations.hpp"
#include "common/testing/gradient_check.hpp"

namespace primer {
namespace {

using testing::ContainsSubstring;
using testing::gradient_error;
using Inputs = std::vector<Tensor>;

// Inputs away from zero, so that no slope jumps (relu) or explodes (log, division) nearby.
Tensor input(const Shape& shape, std::uint64_t seed) {
  Generator random(seed);
  return Tensor::uniform(shape, 0.5f, 1.5f, random);
}

Tensor signed_input(const Shape& shape, std::uint64_t seed) {
  const Tensor x = input(shape, seed);
  for (Index i = 0; i < x.size(); i += 2) x.data()[i] *= -1;
  return x;
}

// A scalar in which every element of y has a weight of its own: a sum alone would hide elements that were exchanged.
Tensor weighed(const Tensor& y) { return sum(y * signed_input(y.shape(), 99)); }

}  // namespace

TEST_CASE("Gradients of functions of one tensor") {
  const auto check = [](const Tensor& x, const std::function<Tensor(const Tensor&)>& f) {
    CHECK(gradient_error([&](const Inputs& in) { return weighed(f(in[0])); }, {x}) < 2e-3);
  };
  const Shape shape{3, 5};
  check(signed_input(shape, 1), [](const Tensor& x) { return square(x); });
  check(input(shape, 2), [](const Tensor& x) { return sqrt(x); });
  check(signed_input(shape, 3), [](const Tensor& x) { return exp(x); });
  check(input(shape, 4), [](const Tensor& x) { return log(x); });
  check(signed_input(shape, 5), [](const Tensor& x) { return relu(x); });
  check(signed_input(shape, 6), [](const Tensor& x) { return sigmoid(x); });
  check(signed_input(shape, 7), [](const Tensor& x) { return tanh(x); });
  check(signed_input(shape, 8), [](const Tensor& x) { return gelu(x); });
  check(signed_input(shape, 9), [](const Tensor& x) { return unary(Unary::reciprocal, x); });
  check(signed_input(shape, 10), [](const Tensor& x) { return -x; });
  check(signed_input(shape, 11), [](const Tensor& x) { return (2.0f * x - 3.0f) / 4.0f + 1.0f; });
  check(signed_input(shape, 12), [](const Tensor& x) { return x.reshape({5, 3}); });
}

TEST_CASE("Gradients of functions of two tensors under broadcasting") {
  const std::vector<std::pair<Shape, Shape>> shapes{
      {{3, 5}, {3, 5}},    {{3, 5}, {5}},       {{3, 5}, {3, 1}},
      {{3, 1}, {1, 5}},    {{5}, {3, 5}},       {{}, {3, 5}},
      {{2, 3, 4}, {3, 1}}, {{2, 1, 4}, {3, 1}}, {{2, 3, 2, 2}, {1, 3, 1, 1}}};
  for (const auto& [a, b] : shapes) {
    INFO(a.str() << " and " << b.str());
    const Inputs inputs{signed_input(a, 1), input(b, 2)};
    CHECK(gradient_error([](const Inputs& in) { return weighed(in[0] + in[1]); }, inputs) < 2e-3);
    CHECK(gradient_error([](const Inputs& in) { return weighed(in[0] - in[1]); }, inputs) < 2e-3);
    CHECK(gradient_error([](const Inputs& in) { return weighed(in[0] * in[1]); }, inputs) < 2e-3);
    CHECK(gradient_error([](const Inputs& in) { return weighed(in[0] / in[1]); }, inputs) < 2e-3);
  }
  CHECK((Tensor::zeros({3, 1}) + Tensor::zeros({2, 1, 4})).shape() == Shape{2, 3, 4});
}

TEST_CASE("Gradients of matrix products in all four cases") {
  for (const bool ta : {false, true}) {
    for (const bool tb : {false, true}) {
      INFO("transposed " << ta << tb);
      const Inputs inputs{signed_input(ta ? Shape{3, 4} : Shape{4, 3}, 1),
                          signed_input(tb ? Shape{5, 3} : Shape{3, 5}, 2)};
      CHECK(gradient_error(
                [&](const Inputs& in) {
                  return weighed(matmul(in[0], in[1], {ta, tb}));
                },
                inputs) < 2e-3);
    }
  }
}

TEST_CASE("Gradients of linear with and without bias and activation") {
  const Inputs inputs{signed_input({6, 3}, 1), signed_input({4, 3}, 2), signed_input({4}, 3)};
  for (const Unary f : {Unary::identity, Unary::sigmoid, Unary::tanh}) {
    CHECK(gradient_error([&](const Inputs& in) { return weighed(linear(in[0], in[1], in[2], f)); },
                         inputs) < 2e-3);
    CHECK(gradient_error([&](const Inputs& in) { return weighed(linear(in[0], in[1], {}, f)); },
                         {inputs[0], inputs[1]}) < 2e-3);
  }
  // relu has a corner; compare with the unfused form instead of differences.
  const auto gradients = [&](const auto& f) {
    for (const Tensor& x : inputs) x.requires_grad_().zero_grad();
    f().backward();
    return Inputs{inputs[0].grad(), inputs[1].grad(), inputs[2].grad()};
  };
  const auto fused =
      gradients([&] { return weighed(linear(inputs[0], inputs[1], inputs[2], Unary::relu)); });
  const auto apart = gradients(
      [&] { return weighed(relu(matmul(inputs[0], inputs[1], {.b = true}) + inputs[2])); });
  for (std::size_t i = 0; i < 3; ++i) {
    for (Index j = 0; j < fused[i].size(); ++j) {
      CHECK(fused[i].data()[j] == testing::Approx(apart[i].data()[j]).margin(1e-5));
    }
  }
}

TEST_CASE("The way back through linear leaves a gradient alone that others hold") {
  const Tensor x = input({3, 4}, 1).requires_grad_(), weight = signed_input({2, 4}, 2);
  const Tensor y = linear(x, weight, {}, Unary::sigmoid);
  const Tensor dy = signed_input({3, 2}, 3), kept = dy.clone(), view = dy.with_shape({6});
  y.node()->backward(dy);
  CHECK(std::ranges::equal(dy.values(), kept.values()));
  y.node()->backward(view.with_shape({3, 2}));
  CHECK(std::ranges::equal(view.values(), kept.values()));
}

TEST_CASE("Gradients of reductions") {
  const Tensor x = signed_input({3, 4, 5}, 1);
  // The maximum has a corner where two elements are equal: these are at least 0.05 apart.
  const Tensor apart({3, 4, 5});
  for (Index i = 0; i < apart.size(); ++i)
    apart.data()[i] = static_cast<float>(i * 37 % 60) * 0.05f - 1.5f;
  for (int dimension = -3; dimension < 3; ++dimension) {
    INFO(dimension);
    CHECK(gradient_error([&](const Inputs& in) { return weighed(sum(in[0], dimension)); }, {x}) <
          2e-3);
    CHECK(gradient_error([&](const Inputs& in) { return weighed(mean(in[0], dimension)); }, {x}) <
          2e-3);
    CHECK(gradient_error([&](const Inputs& in) { return weighed(max(in[0], dimension)); },
                         {apart}) < 2e-3);
  }
  CHECK(gradient_error([](const Inputs& in) { return sum(square(in[0])); }, {x}) < 2e-3);
  CHECK(gradient_error([](const Inputs& in) { return mean(square(in[0])); }, {x}) < 2e-3);
}

TEST_CASE("Gradients of softmax and its logarithm") {
  const Tensor x = signed_input({2, 3, 5}, 1);
  CHECK(gradient_error([](const Inputs& in) { return weighed(softmax(in[0])); }, {x}) < 2e-3);
  CHECK(gradient_error([](const Inputs& in) { return weighed(log_softmax(in[0])); }, {x}) < 2e-3);
}

TEST_CASE("Gradients of the losses") {
  const Tensor x = signed_input({4, 3}, 1);
  const Tensor target = signed_input({4, 3}, 2);
  const IntTensor labels = IntTensor::from({2, 0, ignored_label, 1}, {4});
  CHECK(gradient_error([&](const Inputs& in) { return mse_loss(in[0], target); }, {x}) < 2e-3);
  CHECK(gradient_error([&](const Inputs& in) { return cross_entropy(in[0], labels); }, {x}) < 2e-3);
  CHECK(gradient_error([&](const Inputs& in) { return cross_entropy(in[0], labels) * 3.0f; }, {x}) <
        2e-3);
}

TEST_CASE("Gradients pass dropout where values do") {
  const Tensor x = Tensor::ones({1000});
  x.requires_grad_();
  Generator random(3);
  const Tensor y = dropout(x, 0.25f, random);
  sum(y).backward();
  Index kept = 0;
  for (Index i = 0; i < x.size(); ++i) {
    REQUIRE(x.grad().data()[i] == y.data()[i]);
    kept += y.data()[i] != 0;
  }
  CHECK(kept > 700);
  CHECK(kept < 800);
  CHECK(random.state().offset == 1000);
}

TEST_CASE("Rows are gathered and row numbers are checked") {
  const Tensor x = Tensor::from({1, 2, 3, 4, 5, 6}, {3, 2});
  const Tensor picked = gather(x, IntTensor::from({2, 0, 2}, {3}));
  CHECK(picked.shape() == Shape{3, 2});
  CHECK(picked.values()[0] == 5);
  CHECK(picked.values()[3] == 2);
  const IntTensor labels = gather(IntTensor::from({7, 8, 9}, {3}), IntTensor::from({2, 0}, {2}));
  CHECK(labels.values()[0] == 9);
  CHECK(labels.values()[1] == 7);
  CHECK_THROWS_WITH(gather(x, IntTensor::from({3}, {1})), ContainsSubstring("row 3"));
  CHECK_THROWS_WITH(gather(x, IntTensor::from({-1}, {1})), ContainsSubstring("row -1"));
}

TEST_CASE("The largest element is found along each dimension") {
  const Tensor x = Tensor::from({1, 5, 3, 9, 2, 9}, {2, 3});
  CHECK(argmax(x, 1).values()[0] == 1);
  CHECK(argmax(x, 1).values()[1] == 0);
  CHECK(argmax(x, 0).values()[1] == 0);
  CHECK_THROWS_AS(argmax(Tensor({2, 0}), 1), std::invalid_argument);
}

TEST_CASE("Shapes that do not fit are refused with both shapes") {
  const Tensor a = Tensor::zeros({32, 784}), b = Tensor::zeros({128, 64});
  CHECK_THROWS_WITH(matmul(a, b),
                    "matmul: (32, 784) x (128, 64): inner dimensions 784 and 128 differ");
  CHECK_THROWS_WITH(matmul(a, Tensor::zeros({784})), ContainsSubstring("both must be matrices"));
  CHECK_THROWS_WITH(a + b, ContainsSubstring("(32, 784) and (128, 64)"));
  CHECK_THROWS_WITH(linear(a, b), ContainsSubstring("(32, 784)"));
  CHECK_THROWS_WITH(linear(a, Tensor::zeros({10, 784}), Tensor::zeros({9})),
                    ContainsSubstring("bias (9)"));
  CHECK_THROWS_WITH(linear(a, Tensor::zeros({10, 784}), {}, Unary::gelu),
                    ContainsSubstring("fused"));
  CHECK_THROWS_WITH(mse_loss(a, b), ContainsSubstring("differ"));
  CHECK_THROWS_WITH(cross_entropy(b, IntTensor::from({1}, {1})), ContainsSubstring("(1)"));
  CHECK_THROWS_WITH(cross_entropy(Tensor::zeros({1, 3}), IntTensor::from({3}, {1})),
                    ContainsSubstring("label 3"));
  CHECK_THROWS_WITH(sum(a, 2), ContainsSubstring("no dimension 2"));
  Generator random(1);
  CHECK_THROWS_WITH(dropout(a, 1.5f, random), ContainsSubstring("1.5"));
}

}  // namespace primer
