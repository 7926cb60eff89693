#include "kernels/dropout/dropout.hpp"

#include <string>
#include <vector>

#include "common/testing/bench.hpp"
#include "common/testing/numeric.hpp"

using namespace primer;
using namespace primer::testing;

int main() {
  for (const auto& dropout : measured(PRIMER_EXECUTIONS(dropout))) {
    for (const Index n : {128 * 128, 128 * 784, 4096 * 4096}) {
      const auto count = static_cast<std::size_t>(n);
      Array x(dropout.where, random_floats(count, 1)), y(dropout.where, count);
      report_bytes(dropout.where, "dropout of " + std::to_string(n), 8.0 * static_cast<double>(n),
                   [&] {
                     dropout.function(x.data(), y.data(), n, 0.5f, {1, 0}, {});
                   });
    }
  }
}
