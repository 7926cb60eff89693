#include "common/testing/catch.hpp"
//
#include "common/data/principal_components.hpp"

#include <cmath>
#include <limits>

#include "common/autograd/operations.hpp"
#include "common/error/error.hpp"

namespace primer::data {
namespace {

/// Rows that vary by 3 along (3, 4, 0)/5, by 1 along (-4, 3, 0)/5 and not at all otherwise, around (1, 2, 3).
Tensor ellipse() {
  constexpr Index n = 2500;  // several slices
  Tensor x({n, 3});
  for (Index i = 0; i < n; ++i) {
    const double angle = 2 * 3.14159265358979 * static_cast<double>(i) / n;
    const double a = 3 * std::sqrt(2.0) * std::cos(angle), b = std::sqrt(2.0) * std::sin(angle);
    x.data()[3 * i] = static_cast<float>(1 + 0.6 * a - 0.8 * b);
    x.data()[3 * i + 1] = static_cast<float>(2 + 0.8 * a + 0.6 * b);
    x.data()[3 * i + 2] = 3;
  }
  return x;
}

}  // namespace

TEST_CASE("Principal components find the axes of an ellipse") {
  const PrincipalComponents found = principal_components(ellipse(), 2);
  CHECK(found.mean.data()[0] == testing::Approx(1).margin(1e-5));
  CHECK(found.mean.data()[2] == testing::Approx(3).margin(1e-5));
  CHECK(found.variance[0] == testing::Approx(9).epsilon(1e-4));
  CHECK(found.variance[1] == testing::Approx(1).epsilon(1e-4));
  CHECK(found.axes.data()[0] == testing::Approx(0.6).margin(1e-5));
  CHECK(found.axes.data()[1] == testing::Approx(0.8).margin(1e-5));
  CHECK(found.axes.data()[3] == testing::Approx(0.8).margin(1e-5));
  CHECK(found.axes.data()[4] == testing::Approx(-0.6).margin(1e-5));
}

TEST_CASE("As many components as matter bring the rows back") {
  const Tensor x = ellipse();
  const auto error = [&](Index components) {
    const PrincipalComponents found = principal_components(x, components);
    return mse_loss(found.decode(found.encode(x)), x).item();
  };
  CHECK(error(2) < 1e-9f);
  CHECK(error(1) == testing::Approx(1.0 / 3).epsilon(1e-3));  // the variance of the axis left out
  CHECK(error(0) == testing::Approx(10.0 / 3).epsilon(1e-3));
}

TEST_CASE("Principal components refuse what has none") {
  CHECK_THROWS_AS(principal_components(Tensor::zeros({3}), 1), std::invalid_argument);
  CHECK_THROWS_AS(principal_components(Tensor::zeros({0, 3}), 1), std::invalid_argument);
  CHECK_THROWS_AS(principal_components(Tensor::zeros({5, 3}), 4), std::invalid_argument);
  const Tensor x = Tensor::zeros({5, 3});
  x.data()[7] = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_AS(principal_components(x, 1), Error);
}

}  // namespace primer::data
