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
    std::vector<float> dx(count), workspace(static_cast<std::size_t>(mse_workspace(n)));
    float loss = 0, dloss = 1;
    const double moved = 4.0 * static_cast<double>(n);
    report_bytes("mse of " + std::to_string(n), 2 * moved,
                 [&] { cpu::mse(x.data(), target.data(), &loss, n, workspace.data(), {}); });
    report_bytes("mse backward of " + std::to_string(n), 3 * moved,
                 [&] { cpu::mse_backward(x.data(), target.data(), &dloss, dx.data(), n, {}); });
  }
}
