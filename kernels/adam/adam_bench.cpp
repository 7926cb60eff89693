#include <vector>

#include "common/testing/bench.hpp"
#include "common/testing/numeric.hpp"
#include "kernels/adam/adam.hpp"

int main() {
  using namespace primer;
  for (const Index n : {Index{222384}, Index{1} << 24}) {
    const auto size = static_cast<std::size_t>(n);
    std::vector<float> w = testing::random_floats(size, 1), m(size), v(size);
    const std::vector<float> g = testing::random_floats(size, 2);
    testing::report_bytes("adam, " + std::to_string(n) + " weights", 28.0 * static_cast<double>(n),
                          [&] { cpu::adam(w.data(), g.data(), m.data(), v.data(), n, {}, {}); });
  }
}
