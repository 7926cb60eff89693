#include "kernels/mse/mse.hpp"

#include <string>
#include <vector>

#include "common/testing/bench.hpp"
#include "common/testing/numeric.hpp"

using namespace primer;
using namespace primer::testing;

int main() {
  for (const Index n : {128 * 128, 128 * 784, 4096 * 4096}) {
    const auto count = static_cast<std::size_t>(n);
    const std::vector<float> x = random_floats(count, 1), target = random_floats(count, 2);
    const double moved = 4.0 * static_cast<double>(n);
    for (const auto& mse : measured(PRIMER_EXECUTIONS(mse))) {
      Array x_(mse.where, x), target_(mse.where, target), loss(mse.where, 1);
      Array workspace(mse.where, static_cast<std::size_t>(mse_workspace(n)));
      report_bytes(mse.where, "mse of " + std::to_string(n), 2 * moved, [&] {
        mse.function(x_.data(), target_.data(), loss.data(), n, workspace.data(), {});
      });
    }
    for (const auto& backward : measured(PRIMER_EXECUTIONS(mse_backward))) {
      Array x_(backward.where, x), target_(backward.where, target), dx(backward.where, count);
      Array dloss(backward.where, 1, 1.0f);
      report_bytes(backward.where, "mse backward of " + std::to_string(n), 3 * moved, [&] {
        backward.function(x_.data(), target_.data(), dloss.data(), dx.data(), n, {});
      });
    }
  }
}
