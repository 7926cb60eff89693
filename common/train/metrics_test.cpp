#include "common/train/metrics.hpp"

#include "common/testing/catch.hpp"

namespace primer::train {
namespace {

using testing::Approx;
using testing::ContainsSubstring;

// Twelve animals: cat, dog, bird.  Worked by hand:
//            predicted cat dog bird
//   truth cat           3   1   1
//         dog           0   4   1
//         bird          0   2   0
Confusion animals() {
  Confusion confusion(3);
  confusion.add(IntTensor::from({0, 0, 0, 0, 0, 1, 1}, {7}),
                IntTensor::from({0, 0, 0, 1, 2, 1, 1}, {7}));
  confusion.add(IntTensor::from({1, 1, 1, 2, 2}, {5}), IntTensor::from({1, 1, 2, 1, 1}, {5}));
  return confusion;
}

}  // namespace

TEST_CASE("A confusion matrix counts true classes by row and predictions by column") {
  const Confusion confusion = animals();
  const Index expected[3][3] = {{3, 1, 1}, {0, 4, 1}, {0, 2, 0}};
  for (Index truth = 0; truth < 3; ++truth) {
    for (Index predicted = 0; predicted < 3; ++predicted) {
      CHECK(confusion.count(truth, predicted) == expected[truth][predicted]);
    }
  }
  CHECK(confusion.total() == 12);
  CHECK(confusion.classes() == 3);
}

TEST_CASE("Metrics agree with an example worked by hand") {
  const Confusion confusion = animals();
  CHECK(confusion.accuracy() == Approx(7.0 / 12));

  const Score cat = confusion.score(0);
  CHECK(cat.precision == Approx(1.0));
  CHECK(cat.recall == Approx(3.0 / 5));
  CHECK(cat.f1 == Approx(3.0 / 4));
  const Score dog = confusion.score(1);
  CHECK(dog.precision == Approx(4.0 / 7));
  CHECK(dog.recall == Approx(4.0 / 5));
  CHECK(dog.f1 == Approx(2.0 / 3));

  const Score macro = confusion.macro();
  CHECK(macro.precision == Approx((1.0 + 4.0 / 7 + 0) / 3));
  CHECK(macro.recall == Approx((0.6 + 0.8 + 0) / 3));
  CHECK(macro.f1 == Approx((3.0 / 4 + 2.0 / 3 + 0) / 3));

  const Score micro = confusion.micro();
  CHECK(micro.precision == Approx(7.0 / 12));
  CHECK(micro.recall == Approx(7.0 / 12));
  CHECK(micro.f1 == Approx(7.0 / 12));
}

TEST_CASE("Zero divided by zero counts as zero in every metric") {
  SECTION("a class that is predicted but never right") {
    const Score bird = animals().score(2);
    CHECK(bird.precision == 0);
    CHECK(bird.recall == 0);
    CHECK(bird.f1 == 0);
  }
  SECTION("a class that occurs nowhere lowers the macro mean") {
    Confusion confusion(2);
    confusion.add(IntTensor::from({0, 0}, {2}), IntTensor::from({0, 0}, {2}));
    CHECK(confusion.score(1).precision == 0);
    CHECK(confusion.score(1).recall == 0);
    CHECK(confusion.score(1).f1 == 0);
    CHECK(confusion.macro().f1 == 0.5);
    CHECK(confusion.accuracy() == 1);
  }
  SECTION("nothing counted at all") {
    Confusion confusion(4);
    confusion.add(IntTensor(Shape{0}), IntTensor(Shape{0}));
    CHECK(confusion.total() == 0);
    CHECK(confusion.accuracy() == 0);
    CHECK(confusion.macro().precision == 0);
    CHECK(confusion.micro().f1 == 0);
  }
}

TEST_CASE("A confusion matrix refuses what does not fit and counts none of it") {
  Confusion confusion(3);
  CHECK_THROWS_WITH(confusion.add(IntTensor::from({0, 1}, {2}), IntTensor::from({0}, {1})),
                    ContainsSubstring("labels (2) and predictions (1)"));
  CHECK_THROWS_WITH(confusion.add(IntTensor::from({0, 3}, {2}), IntTensor::from({0, 1}, {2})),
                    ContainsSubstring("class 3 is not in 0 to 2"));
  CHECK_THROWS_WITH(confusion.add(IntTensor::from({0, 1}, {2}), IntTensor::from({0, -1}, {2})),
                    ContainsSubstring("class -1"));
  CHECK(confusion.total() == 0);
  CHECK_THROWS_AS(confusion.count(3, 0), std::invalid_argument);
  CHECK_THROWS_AS(Confusion(0), std::invalid_argument);
}

TEST_CASE("A classifier is judged on all rows however many slices they make") {
  struct LargestFeature : nn::Module {
    Tensor forward(const Tensor& x) override { return x; }
  } model;
  constexpr Index rows = 2500;
  const data::Dataset set{Tensor::zeros({rows, 3}), IntTensor(Shape{rows})};
  for (Index i = 0; i < rows; ++i) {
    set.y.data()[i] = static_cast<std::int32_t>(i % 3);
    set.x.data()[3 * i + (i < 2400 ? i % 3 : (i + 1) % 3)] = 1;  // the last hundred are wrong
  }
  const Confusion confusion = classify(model, set, 3);
  CHECK(confusion.total() == rows);
  CHECK(confusion.accuracy() == testing::Approx(2400.0 / 2500));
}

}  // namespace primer::train
