#include "common/testing/catch.hpp"
//
#include <algorithm>
#include <cmath>
#include <limits>

#include "common/testing/execution.hpp"
#include "common/testing/numeric.hpp"
#include "common/testing/threads.hpp"
#include "kernels/adam/adam.hpp"

namespace primer::testing {
namespace {

struct Weights {
  std::vector<double> w, m, v;
};

// The formulas as they stand in the paper, in double precision.
void reference(Weights& state, const std::vector<float>& g, const AdamStep& step) {
  const double t = static_cast<double>(step.step);
  for (std::size_t i = 0; i < g.size(); ++i) {
    double& w = state.w[i];
    double gradient = g[i];
    if (step.decoupled) {
      w -= step.learning_rate * step.weight_decay * w;
    } else {
      gradient += step.weight_decay * w;
    }
    state.m[i] = step.beta1 * state.m[i] + (1 - step.beta1) * gradient;
    state.v[i] = step.beta2 * state.v[i] + (1 - step.beta2) * gradient * gradient;
    const double mean = state.m[i] / (1 - std::pow(step.beta1, t));
    const double square = state.v[i] / (1 - std::pow(step.beta2, t));
    w -= step.learning_rate * mean / (std::sqrt(square) + step.epsilon);
  }
}

double distance(const std::vector<float>& a, const std::vector<double>& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

}  // namespace

TEST_CASE("Adam follows the paper over several steps") {
  for (const auto& [where, adam] : PRIMER_EXECUTIONS(adam)) {
    INFO(where.name);
    std::vector<Index> sizes = awkward_sizes();
    sizes.push_back(6007);  // where a grid of five blocks has to go on
    for (const Index size : sizes) {
      for (const bool decoupled : {false, true}) {
        for (const double decay : {0.0, 0.1}) {
          INFO(size << " weights, decoupled " << decoupled << ", decay " << decay);
          const auto n = static_cast<std::size_t>(size);
          const std::vector<float> start = random_floats(n, 1);
          Array w(where, start), m(where, std::vector<float>(n)), v(where, std::vector<float>(n));
          Weights expected{to_double(start), std::vector<double>(n), std::vector<double>(n)};
          for (Index t = 1; t <= 5; ++t) {
            const AdamStep step{
                .learning_rate = 0.01, .weight_decay = decay, .decoupled = decoupled, .step = t};
            const std::vector<float> gradient =
                random_floats(n, static_cast<std::uint64_t>(10 + t));
            Array g(where, gradient);
            adam(w.data(), g.data(), m.data(), v.data(), size, step, {});
            reference(expected, gradient, step);
          }
          // Gradients are at most 1, and so are the moments; a moment near zero is a difference of such numbers.
          CHECK(distance(w.values(), expected.w) < 5e-7);
          CHECK(distance(m.values(), expected.m) < 1e-7);
          CHECK(distance(v.values(), expected.v) < 1e-7);
        }
      }
    }
  }
}

TEST_CASE("The first step of Adam is the learning rate whatever the size of the gradient") {
  for (const auto& [where, adam] : PRIMER_EXECUTIONS(adam)) {
    Array w(where, std::vector<float>{1, 1, 1}), m(where, std::vector<float>(3)),
        v(where, std::vector<float>(3));
    Array g(where, std::vector<float>{1e-3f, -1e3f, 0});
    adam(w.data(), g.data(), m.data(), v.data(), 3, {.learning_rate = 0.25}, {});
    CHECK(w.values()[0] == Approx(0.75));
    CHECK(w.values()[1] == Approx(1.25));
    CHECK(w.values()[2] == 1);
  }
}

TEST_CASE("A NaN in the gradient of Adam stays with its own weight") {
  for (const auto& [where, adam] : PRIMER_EXECUTIONS(adam)) {
    Array w(where, std::vector<float>{1, 1, 1}), m(where, std::vector<float>(3)),
        v(where, std::vector<float>(3));
    Array g(where, std::vector<float>{1, std::numeric_limits<float>::quiet_NaN(), 1});
    adam(w.data(), g.data(), m.data(), v.data(), 3, {}, {});
    CHECK(std::isfinite(w.values()[0]));
    CHECK(std::isnan(w.values()[1]));
    CHECK(std::isfinite(w.values()[2]));
  }
}

#ifdef PRIMER_CHECKED_KERNELS
TEST_CASE("A mistake in a loop over elements is reported by what the loop does") {
  std::vector<float> on_the_cpu(3);
  float* const x = on_the_cpu.data();
  CHECK_THROWS_WITH(
      checked::adam(x, x, x, x, 3, {}, {}),
      ContainsSubstring("kernel each_element of Adam, block (0, 0, 0), thread (0, 0, 0): "));
}
#endif

TEST_CASE("Adam gives the same bits with any number of threads") {
  for (const auto& [where, adam] : PRIMER_EXECUTIONS(adam)) {
    constexpr std::size_t n = 100003;
    std::vector<std::vector<float>> results;
    for (const int threads : {1, 2, 3}) {
      const Threads chosen(threads);
      Array w(where, random_floats(n, 1)), g(where, random_floats(n, 2)),
          m(where, std::vector<float>(n)), v(where, std::vector<float>(n));
      adam(w.data(), g.data(), m.data(), v.data(), n, {}, {});
      results.push_back(w.values());
    }
    CHECK(results[0] == results[1]);
    CHECK(results[0] == results[2]);
  }
}

TEST_CASE("Adam takes arrays that begin at any float") {
  for (const auto& [present, function] : PRIMER_EXECUTIONS(adam)) {
    INFO(present.name);
    const auto weights = [adam = function](const Execution& where) {
      constexpr std::size_t n = 1027;
      Array w(where, random_floats(n, 1)), g(where, random_floats(n, 2)),
          m(where, random_floats(n, 3)), v(where, random_floats(n, 4, 0, 1));
      adam(w.data(), g.data(), m.data(), v.data(), n, {.weight_decay = 0.1, .step = 3}, {});
      return w.values();
    };
    CHECK(error_when_shifted(present, weights) < 1e-7);
  }
}

}  // namespace primer::testing
