#include <vector>

#include "common/testing/bench.hpp"
#include "kernels/random/random.hpp"

int main() {
  using namespace primer;
  for (const Index n : {Index{128 * 784}, Index{1} << 24}) {
    std::vector<float> x(static_cast<std::size_t>(n));
    std::vector<std::int32_t> order(static_cast<std::size_t>(n));
    const double bytes = 4.0 * static_cast<double>(n);
    const std::string numbers = ", " + std::to_string(n) + " numbers";
    testing::report_bytes("uniform" + numbers, bytes,
                          [&] { cpu::uniform(x.data(), n, 0, 1, {}, {}); });
    testing::report_bytes("normal" + numbers, bytes,
                          [&] { cpu::normal(x.data(), n, 0, 1, {}, {}); });
    testing::report_bytes("permutation" + numbers, bytes,
                          [&] { cpu::permutation(order.data(), n, {}, {}); });
  }
}
