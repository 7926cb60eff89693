#include "common/testing/catch.hpp"
//
#include "chapters/04_autograd/autograd.hpp"

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
  CHECK(cross_entropy(model(images), labels).item() ==
        testing::Approx(2.3026).margin(0.15));
}

}  // namespace primer::chapter
