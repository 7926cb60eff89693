#include <vector>

#include "common/testing/bench.hpp"
#include "common/testing/numeric.hpp"
#include "kernels/sgd/sgd.hpp"

using namespace primer;
using namespace primer::testing;

int main() {
  for (const auto& sgd : measured(PRIMER_EXECUTIONS(sgd))) {
    for (const Index n : {Index{222384}, Index{1} << 24}) {
      const auto size = static_cast<std::size_t>(n);
      Array w(sgd.where, random_floats(size, 1)), g(sgd.where, random_floats(size, 2)),
          velocity(sgd.where, size, 0.0f);
      const std::string weights = ", " + std::to_string(n) + " weights";
      const double floats = static_cast<double>(n);
      report_bytes(sgd.where, "sgd" + weights, 12 * floats,
                   [&] { sgd.function(w.data(), g.data(), nullptr, n, {}, {}); });
      report_bytes(sgd.where, "sgd with momentum" + weights, 20 * floats, [&] {
        sgd.function(w.data(), g.data(), velocity.data(), n, {.momentum = 0.9}, {});
      });
    }
  }
}
