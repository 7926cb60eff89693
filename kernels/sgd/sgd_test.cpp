#include "common/testing/catch.hpp"
//
#include <cmath>
#include <limits>

#include "common/testing/execution.hpp"
#include "common/testing/numeric.hpp"
#include "kernels/sgd/sgd.hpp"

namespace primer::testing {
namespace {

// PyTorch's description of torch.optim.SGD, in double precision.
void reference(std::vector<double>& w, std::vector<double>& velocity, const std::vector<float>& g,
               const SgdStep& step) {
  for (std::size_t i = 0; i < g.size(); ++i) {
    double gradient = g[i] + step.weight_decay * w[i];
    if (step.momentum != 0) {
      velocity[i] = step.first ? gradient : step.momentum * velocity[i] + gradient;
      gradient = step.nesterov ? gradient + step.momentum * velocity[i] : velocity[i];
    }
    w[i] -= step.learning_rate * gradient;
  }
}

}  // namespace

TEST_CASE("Gradient descent follows its formulas over several steps") {
  for (const auto& [where, sgd] : PRIMER_EXECUTIONS(sgd)) {
    INFO(where.name);
    std::vector<Index> sizes = awkward_sizes();
    sizes.push_back(6007);  // where a grid of five blocks has to go on
    for (const Index size : sizes) {
      for (const double momentum : {0.0, 0.9}) {
        for (const double decay : {0.0, 0.1}) {
          for (const bool nesterov : {false, true}) {
            if (nesterov && momentum == 0) continue;
            INFO(size << " weights, momentum " << momentum << ", decay " << decay << ", nesterov "
                      << nesterov);
            const auto n = static_cast<std::size_t>(size);
            const std::vector<float> start = random_floats(n, 1);
            // What the first step finds in the velocity must not matter.
            Array w(where, start);
            Array velocity(where, n, std::numeric_limits<float>::quiet_NaN());
            std::vector<double> expected = to_double(start), expected_velocity(n);
            for (int t = 0; t < 4; ++t) {
              const SgdStep step{.learning_rate = 0.1,
                                 .momentum = momentum,
                                 .weight_decay = decay,
                                 .nesterov = nesterov,
                                 .first = t == 0};
              const std::vector<float> gradient =
                  random_floats(n, static_cast<std::uint64_t>(10 + t));
              Array g(where, gradient);
              sgd(w.data(), g.data(), momentum == 0 ? nullptr : velocity.data(), size, step, {});
              reference(expected, expected_velocity, gradient, step);
            }
            CHECK(error(w.values(), expected) < 1e-6);
            if (momentum != 0) CHECK(error(velocity.values(), expected_velocity) < 1e-6);
          }
        }
      }
    }
  }
}

TEST_CASE("A NaN in the gradient of descent stays with its own weight") {
  for (const auto& [where, sgd] : PRIMER_EXECUTIONS(sgd)) {
    Array w(where, std::vector<float>{1, 1, 1});
    Array g(where, std::vector<float>{1, std::numeric_limits<float>::quiet_NaN(), 1});
    sgd(w.data(), g.data(), nullptr, 3, {.learning_rate = 0.5}, {});
    CHECK(w.values()[0] == 0.5f);
    CHECK(std::isnan(w.values()[1]));
    CHECK(w.values()[2] == 0.5f);
  }
}

TEST_CASE("Gradient descent takes arrays that begin at any float") {
  for (const auto& [present, function] : PRIMER_EXECUTIONS(sgd)) {
    for (const double momentum : {0.0, 0.9}) {
      INFO(present.name << ", momentum " << momentum);
      const auto weights = [momentum, sgd = function](const Execution& where) {
        constexpr std::size_t n = 1027;
        Array w(where, random_floats(n, 1)), g(where, random_floats(n, 2)),
            velocity(where, random_floats(n, 3));
        sgd(w.data(), g.data(), momentum == 0 ? nullptr : velocity.data(), n,
            {.learning_rate = 0.1, .momentum = momentum, .first = false}, {});
        return w.values();
      };
      CHECK(error_when_shifted(present, weights) < 1e-7);
    }
  }
}

}  // namespace primer::testing
