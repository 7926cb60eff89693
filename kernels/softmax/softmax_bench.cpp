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
  std::vector<float> y(count), dx(count);

  report_bytes("softmax" + size, 2 * moved,
               [&] { cpu::softmax(x.data(), y.data(), rows, columns, {}); });
  report_bytes("softmax backward" + size, 3 * moved,
               [&] { cpu::softmax_backward(y.data(), dy.data(), dx.data(), rows, columns, {}); });
  report_bytes("log_softmax" + size, 2 * moved,
               [&] { cpu::log_softmax(x.data(), y.data(), rows, columns, {}); });
  report_bytes("log_softmax backward" + size, 3 * moved, [&] {
    cpu::log_softmax_backward(y.data(), dy.data(), dx.data(), rows, columns, {});
  });
}

}  // namespace

int main() {
  measure(128, 10);
  measure(128, 128);
  measure(128, 784);
  measure(4096, 4096);
}
