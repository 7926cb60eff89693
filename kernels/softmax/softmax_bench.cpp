#include "kernels/softmax/softmax.hpp"

#include <string>
#include <vector>

#include "common/testing/bench.hpp"
#include "common/testing/numeric.hpp"

using namespace primer;
using namespace primer::testing;

namespace {

void measure(Index rows, Index columns) {
  const auto count = static_cast<std::size_t>(rows * columns);
  const std::string size = " (" + std::to_string(rows) + ", " + std::to_string(columns) + ")";
  const double moved = 4.0 * static_cast<double>(count);
  const std::vector<float> x = random_floats(count, 1, -5, 5), dy = random_floats(count, 2);

  const auto there = [&](const std::string& name, const auto& executions) {
    for (const auto& softmax : measured(executions)) {
      Array x_(softmax.where, x), y(softmax.where, count);
      report_bytes(softmax.where, name + size, 2 * moved,
                   [&] { softmax.function(x_.data(), y.data(), rows, columns, {}); });
    }
  };
  const auto back = [&](const std::string& name, const auto& executions) {
    for (const auto& backward : measured(executions)) {
      Array y(backward.where, x), dy_(backward.where, dy), dx(backward.where, count);
      report_bytes(backward.where, name + size, 3 * moved,
                   [&] { backward.function(y.data(), dy_.data(), dx.data(), rows, columns, {}); });
    }
  };
  there("softmax", PRIMER_EXECUTIONS(softmax));
  back("softmax backward", PRIMER_EXECUTIONS(softmax_backward));
  there("log_softmax", PRIMER_EXECUTIONS(log_softmax));
  back("log_softmax backward", PRIMER_EXECUTIONS(log_softmax_backward));
}

}  // namespace

int main() {
  measure(128, 10);
  measure(128, 128);
  measure(128, 784);
  measure(4096, 4096);
}
