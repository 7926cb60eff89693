#include <vector>

#include "common/testing/bench.hpp"
#include "kernels/random/random.hpp"

using namespace primer;
using namespace primer::testing;

int main() {
  for (const Index n : {Index{128 * 784}, Index{1} << 24}) {
    const auto count = static_cast<std::size_t>(n);
    const double bytes = 4.0 * static_cast<double>(n);
    const std::string numbers = ", " + std::to_string(n) + " numbers";
    for (const auto& uniform : measured(PRIMER_EXECUTIONS(uniform))) {
      Array x(uniform.where, count);
      report_bytes(uniform.where, "uniform" + numbers, bytes,
                   [&] { uniform.function(x.data(), n, 0, 1, {}, {}); });
    }
    for (const auto& normal : measured(PRIMER_EXECUTIONS(normal))) {
      Array x(normal.where, count);
      report_bytes(normal.where, "normal" + numbers, bytes,
                   [&] { normal.function(x.data(), n, 0, 1, {}, {}); });
    }
    for (const auto& permutation : measured(PRIMER_EXECUTIONS(permutation))) {
      Array<std::int32_t> order(permutation.where, count);
      report_bytes(permutation.where, "permutation" + numbers, bytes,
                   [&] { permutation.function(order.data(), n, {}, {}); });
    }
  }
}
