#include "kernels/mse/mse.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "common/testing/catch.hpp"
#include "common/testing/execution.hpp"
#include "common/testing/numeric.hpp"
#include "common/testing/threads.hpp"

using namespace primer;
using namespace primer::testing;

namespace {

std::vector<Index> sizes() {
  std::vector<Index> all = awkward_sizes();
  all.insert(all.end(), {8191, 8192, 8193, 128 * 784, 300'007});
  return all;
}

double exact(const std::vector<double>& x, const std::vector<float>& target) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - target[i]) * (x[i] - target[i]);
  return sum / static_cast<double>(x.size());
}

/// Runs mse() with a workspace of exactly the promised size.
float loss_of(const Executable<decltype(cpu::mse)>& mse, const std::vector<float>& x,
              const std::vector<float>& target) {
  const auto n = static_cast<Index>(x.size());
  Array x_(mse.where, x), target_(mse.where, target), loss(mse.where, 1);
  Array workspace(mse.where, static_cast<std::size_t>(mse_workspace(n)));
  mse.function(x_.data(), target_.data(), loss.data(), n, workspace.data(), {});
  return loss.values()[0];
}

}  // namespace

TEST_CASE("mse agrees with double precision") {
  for (const auto& mse : PRIMER_EXECUTIONS(mse)) {
    for (const Index n : sizes()) {
      INFO(mse.where.name << ", n " << n);
      const auto count = static_cast<std::size_t>(n);
      const std::vector<float> x = random_floats(count, 1), target = random_floats(count, 2);
      const float loss = loss_of(mse, x, target);
      if (n == 0) {
        CHECK(std::isnan(loss));
      } else {
        const double expected = exact(to_double(x), target);
        CHECK(std::abs(loss - expected) < 5e-7 * expected);
      }
    }
  }
}

TEST_CASE("mse passes NaN and Inf on") {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  for (const auto& mse : PRIMER_EXECUTIONS(mse)) {
    for (const std::size_t at : {0u, 17u, 99u}) {
      std::vector<float> x(100, 1), target(100, 2);
      x[at] = infinity;
      CHECK(loss_of(mse, x, target) == infinity);
      target[at] = infinity;
      CHECK(std::isnan(loss_of(mse, x, target)));
    }
  }
}

TEST_CASE("mse_backward agrees with finite differences") {
  for (const auto& [where, mse_backward] : PRIMER_EXECUTIONS(mse_backward)) {
    for (const Index n : awkward_sizes()) {
      INFO(where.name << ", n " << n);
      const auto count = static_cast<std::size_t>(n);
      const std::vector<float> x = random_floats(count, 1), target = random_floats(count, 2);
      const float dloss = -1.5f;
      const auto loss = [&](const std::vector<double>& v) { return dloss * exact(v, target); };
      Array x_(where, x), target_(where, target), dloss_(where, std::vector<float>{dloss});
      Array dx(where, count);
      mse_backward(x_.data(), target_.data(), dloss_.data(), dx.data(), n, {});
      CHECK(error(dx.values(), finite_differences(loss, to_double(x), 1e-3)) < 1e-6);
    }
  }
}

TEST_CASE("mse_backward of many elements agrees with a plain loop") {
  const std::size_t n = 300'007;
  for (const auto& [where, mse_backward] : PRIMER_EXECUTIONS(mse_backward)) {
    const std::vector<float> x = random_floats(n, 1), target = random_floats(n, 2);
    std::vector<double> expected(n);
    for (std::size_t i = 0; i < n; ++i) expected[i] = 3.0 * 2 / n * (double(x[i]) - target[i]);
    Array x_(where, x), target_(where, target), dloss(where, std::vector<float>{3}), dx(where, n);
    mse_backward(x_.data(), target_.data(), dloss.data(), dx.data(), n, {});
    CHECK(error(dx.values(), expected) < 1e-6);
  }
}

TEST_CASE("mse gives the same bits with any number of threads") {
  const std::size_t n = 300'007;
  const std::vector<float> x = random_floats(n, 1), target = random_floats(n, 2);
  for (const auto& mse : PRIMER_EXECUTIONS(mse)) {
    float first = 0;
    for (const int count : {1, 2, 3}) {
      INFO(mse.where.name << ", threads " << count);
      const Threads threads(count);
      const float loss = loss_of(mse, x, target);
      if (count == 1) first = loss;
      CHECK(loss == first);
    }
  }
}

TEST_CASE("mse and its gradient take arrays that begin at any float") {
  const std::size_t n = 8195;
  const std::vector<float> x = random_floats(n, 1), target = random_floats(n, 2);
  for (const auto& mse : PRIMER_EXECUTIONS(mse)) {
    INFO(mse.where.name);
    const auto loss = [&](const Execution& where) {
      return std::vector{loss_of({where, mse.function}, x, target)};
    };
    CHECK(error_when_shifted(mse.where, loss) == 0);
  }
  for (const auto& [present, function] : PRIMER_EXECUTIONS(mse_backward)) {
    INFO(present.name);
    const auto gradient = [&, mse_backward = function](const Execution& where) {
      Array x_(where, x), target_(where, target), dloss(where, std::vector<float>{3}), dx(where, n);
      mse_backward(x_.data(), target_.data(), dloss.data(), dx.data(), n, {});
      return dx.values();
    };
    CHECK(error_when_shifted(present, gradient) < 1e-7);
  }
}
