#include "common/train/spread.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "common/testing/catch.hpp"

namespace primer::train {

using testing::Approx;

namespace {

Spread of(const std::vector<double>& values) { return spread_of(values); }

}  // namespace

TEST_CASE("The spread of a sample agrees with what was worked out by hand") {
  // The squares of 2 4 4 4 5 5 7 9 around 5 add up to 32.
  CHECK(of({2, 4, 4, 4, 5, 5, 7, 9}).mean == Approx(5));
  CHECK(of({2, 4, 4, 4, 5, 5, 7, 9}).deviation == Approx(std::sqrt(32.0 / 7)));
  CHECK(of({1, 2}).mean == Approx(1.5));
  CHECK(of({1, 2}).deviation == Approx(std::sqrt(0.5)));
  CHECK(of({2, 1}).deviation == of({1, 2}).deviation);
  CHECK(of({-3, -3, -3}).mean == Approx(-3));
  CHECK(of({-3, -3, -3}).deviation == Approx(0).margin(1e-12));
}

TEST_CASE("A single value has no spread and none has no mean") {
  CHECK(of({0.75}).mean == 0.75);
  CHECK(of({0.75}).deviation == 0);
  CHECK_THROWS_AS(of({}), std::invalid_argument);
}

TEST_CASE("The spread of large numbers that lie close together is not lost") {
  // A mean of squares less the square of the mean would find nothing, or less.
  CHECK(of({1e9, 1e9 + 1, 1e9 + 2}).deviation == Approx(1));
}

TEST_CASE("A value that is no number is not averaged away") {
  CHECK(std::isnan(of({1, std::numeric_limits<double>::quiet_NaN()}).mean));
  CHECK(std::isnan(of({1, std::numeric_limits<double>::quiet_NaN()}).deviation));
}

}  // namespace primer::train
