#include "common/testing/catch.hpp"
//
#include "chapters/04_autograd/autograd.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "common/autograd/operations.hpp"

namespace primer::chapter {
namespace {

using Formula = std::function<Number(Number, Number)>;

double value(const Formula& f, double x, double y) {
  Tape tape;
  const Number a = variable(tape, x), b = variable(tape, y);
  return f(a, b).value();
}

}  // namespace

TEST_CASE("The tape agrees with nudging on formulas of two numbers") {
  const std::vector<Formula> formulas{
      [](Number x, Number y) { return x + y; },
      [](Number x, Number y) { return x * y; },
      [](Number x, Number y) { return exp(x) * log(y); },
      [](Number x, Number y) { return log(exp(x * y) + x); },
      [](Number x, Number y) { return x * x * y + x * y * y; },
  };
  constexpr double x = 0.7, y = 1.3, h = 1e-6;
  for (const Formula& f : formulas) {
    Tape tape;
    const Number a = variable(tape, x), b = variable(tape, y);
    const std::vector<double> slope = backward(f(a, b));
    CHECK(slope[static_cast<std::size_t>(a.place)] ==
          testing::Approx((value(f, x + h, y) - value(f, x - h, y)) / (2 * h))
              .margin(1e-8));
    CHECK(slope[static_cast<std::size_t>(b.place)] ==
          testing::Approx((value(f, x, y + h) - value(f, x, y - h)) / (2 * h))
              .margin(1e-8));
  }
}

TEST_CASE("A number used twice is answerable for both uses") {
  Tape tape;
  const Number x = variable(tape, 3);
  CHECK(backward(x * x + x)[0] == 7);
}

TEST_CASE("Entries after the result and apart from it get no slope") {
  Tape tape;
  const Number x = variable(tape, 3), other = variable(tape, 4);
  const Number result = x * x;
  const Number later = result * other;
  const std::vector<double> slope = backward(result);
  CHECK(slope[static_cast<std::size_t>(other.place)] == 0);
  CHECK(slope[static_cast<std::size_t>(later.place)] == 0);
}

TEST_CASE("Nudging both ways is more accurate than nudging once") {
  const auto f = [](double x) { return std::exp(x); };
  const double once = std::abs(slope_by_nudging_once(f, 1, 1e-4) - std::exp(1));
  const double both = std::abs(slope_by_nudging(f, 1, 1e-4) - std::exp(1));
  CHECK(once == testing::Approx(0.5e-4 * std::exp(1)).epsilon(0.01));
  CHECK(both < 1e-3 * once);
}

namespace {

Matrix filled(Index rows, Index columns, unsigned seed) {
  Matrix m(rows, columns);
  for (double& v : m.values) {
    seed = seed * 1664525u + 1013904223u;
    v = static_cast<double>(seed >> 16) / 32768.0 - 1;
  }
  return m;
}

using Computation = std::function<Node(MatrixTape&, const std::vector<Node>&)>;

/// The largest difference between the tape's slopes and nudging, over all
/// elements of all inputs.
double error_of(const Computation& compute, std::vector<Matrix> inputs) {
  const auto loss = [&](MatrixTape& tape) {
    std::vector<Node> leaves;
    for (const Matrix& m : inputs) leaves.push_back(leaf(tape, m));
    return compute(tape, leaves)->value(0, 0);
  };
  MatrixTape tape;
  loss(tape);
  backward(tape);
  double worst = 0;
  for (std::size_t m = 0; m < inputs.size(); ++m) {
    for (std::size_t i = 0; i < inputs[m].values.size(); ++i) {
      const double before = inputs[m].values[i];
      const double nudged = slope_by_nudging(
          [&](double value) {
            inputs[m].values[i] = value;
            MatrixTape fresh;
            return loss(fresh);
          },
          before, 1e-5);
      inputs[m].values[i] = before;
      worst =
          std::max(worst, std::abs(nudged - tape.entries[m].slope.values[i]));
    }
  }
  return worst;
}

}  // namespace

TEST_CASE("Every operation on matrices agrees with nudging") {
  const Matrix target = filled(3, 4, 9);
  const auto to_number = [&](MatrixTape& tape, Node x) {
    return mean_squared_error(tape, x, target);
  };
  CHECK(error_of([&](auto& t, auto& in) { return to_number(t, in[0]); },
                 {filled(3, 4, 1)}) < 1e-9);
  CHECK(error_of(
            [&](auto& t, auto& in) {
              return to_number(t, multiply(t, in[0], in[1]));
            },
            {filled(3, 2, 1), filled(4, 2, 2)}) < 1e-9);
  CHECK(
      error_of([&](auto& t,
                   auto& in) { return to_number(t, add_row(t, in[0], in[1])); },
               {filled(3, 4, 1), filled(1, 4, 2)}) < 1e-9);
  CHECK(
      error_of([&](auto& t, auto& in) { return to_number(t, relu(t, in[0])); },
               {filled(3, 4, 1)}) < 1e-9);
  CHECK(error_of(
            [&](auto& t, auto& in) {
              return cross_entropy(t, in[0], {0, 3, 1});
            },
            {filled(3, 4, 1)}) < 1e-9);
}

TEST_CASE("A matrix used twice is answerable for both uses") {
  const Matrix target = filled(4, 4, 9);
  CHECK(error_of(
            [&](auto& t, auto& in) {
              return mean_squared_error(
                  t, multiply(t, in[0], multiply(t, in[0], in[0])), target);
            },
            {filled(4, 4, 1)}) < 1e-8);
}

TEST_CASE("Cross-entropy survives scores that no exponential does") {
  MatrixTape tape;
  Matrix scores(1, 3);
  scores.values = {1000, -1000, 998};
  const Node z = leaf(tape, scores);
  CHECK(cross_entropy(tape, z, {0})->value(0, 0) ==
        testing::Approx(std::log(1 + std::exp(-2))));
  backward(tape);
  CHECK(z->slope(0, 1) == 0);
  CHECK(z->slope(0, 2) == testing::Approx(std::exp(-2) / (1 + std::exp(-2))));
}

TEST_CASE("Our tape and the library agree on a layer") {
  const Matrix x = filled(5, 3, 1), w = filled(2, 3, 2), b = filled(1, 2, 3);
  MatrixTape tape;
  const Node on_tape[] = {leaf(tape, x), leaf(tape, w), leaf(tape, b)};
  cross_entropy(
      tape, add_row(tape, multiply(tape, on_tape[0], on_tape[1]), on_tape[2]),
      {0, 1, 1, 0, 1});
  backward(tape);
  const auto tensor = [](const Matrix& m, const Shape& shape) {
    const Tensor t(shape);
    std::ranges::transform(m.values, t.values().begin(),
                           [](double v) { return static_cast<float>(v); });
    return t.requires_grad_();
  };
  const Tensor by_library[] = {tensor(x, {5, 3}), tensor(w, {2, 3}),
                               tensor(b, {2})};
  primer::cross_entropy(linear(by_library[0], by_library[1], by_library[2]),
                        IntTensor::from({0, 1, 1, 0, 1}, {5}))
      .backward();
  for (int k = 0; k < 3; ++k) {
    for (std::size_t i = 0; i < on_tape[k]->slope.values.size(); ++i) {
      CHECK(by_library[k].grad().values()[i] ==
            testing::Approx(on_tape[k]->slope.values[i]).margin(1e-6));
    }
  }
}

TEST_CASE("The MLP has the shapes that the page names and starts by guessing") {
  Generator random(1);
  nn::Sequential model = classifier(random);
  CHECK(model.parameter_count() == 784 * 256 + 256 + 256 * 10 + 10);
  const Tensor images = Tensor::uniform({64, 784}, 0, 1, random);
  const IntTensor labels = [] {
    IntTensor all({64});
    for (Index i = 0; i < 64; ++i)
      all.values()[i] = static_cast<std::int32_t>(i % 10);
    return all;
  }();
  CHECK(primer::cross_entropy(model(images), labels).item() ==
        testing::Approx(2.3026).margin(0.15));
}

}  // namespace primer::chapter
