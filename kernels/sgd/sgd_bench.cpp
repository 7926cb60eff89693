#include <vector>

#include "common/testing/bench.hpp"
#include "common/testing/numeric.hpp"
#include "kernels/sgd/sgd.hpp"

int main() {
  using namespace primer;
  for (const Index n : {Index{222384}, Index{1} << 24}) {
    const auto size = static_cast<std::size_t>(n);
    std::vector<float> w = testing::random_floats(size, 1), velocity(size);
    const std::vector<float> g = testing::random_floats(size, 2);
    const double floats = static_cast<double>(n);
    testing::report_bytes("sgd, " + std::to_string(n) + " weights", 12 * floats,
                          [&] { cpu::sgd(w.data(), g.data(), nullptr, n, {}, {}); });
    testing::report_bytes("sgd with momentum, " + std::to_string(n) + " weights", 20 * floats, [&] {
      cpu::sgd(w.data(), g.data(), velocity.data(), n, {.momentum = 0.9}, {});
    });
  }
}
