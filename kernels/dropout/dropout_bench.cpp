#include "kernels/dropout/dropout.hpp"

#include <string>
#include <vector>

#include "common/testing/bench.hpp"
#include "common/testing/numeric.hpp"

using namespace primer;
using namespace primer::testing;

int main() {
  for (const Index n : {128 * 128, 128 * 784, 4096 * 4096}) {
    const auto count = static_cast<std::size_t>(n);
    const std::vector<float> x = random_floats(count, 1);
    std::vector<float> y(count);
    report_bytes("dropout of " + std::to_string(n), 8.0 * static_cast<double>(n), [&] {
      cpu::dropout(x.data(), y.data(), n, 0.5f, {1, 0}, {});
    });
  }
}
