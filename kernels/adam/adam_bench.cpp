#include <vector>

#include "common/testing/bench.hpp"
#include "common/testing/numeric.hpp"
#include "kernels/adam/adam.hpp"

using namespace primer;
using namespace primer::testing;

int main() {
  for (const auto& adam : measured(PRIMER_EXECUTIONS(adam))) {
    for (const Index n : {Index{222384}, Index{1} << 24}) {
      const auto size = static_cast<std::size_t>(n);
      Array w(adam.where, random_floats(size, 1)), g(adam.where, random_floats(size, 2)),
          m(adam.where, size, 0.0f), v(adam.where, size, 0.0f);
      report_bytes(adam.where, "adam, " + std::to_string(n) + " weights",
                   28.0 * static_cast<double>(n),
                   [&] { adam.function(w.data(), g.data(), m.data(), v.data(), n, {}, {}); });
    }
  }
}
