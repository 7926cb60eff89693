#include "kernels/reduce/reduce.hpp"

#include <string>
#include <vector>

#include "common/testing/bench.hpp"
#include "common/testing/numeric.hpp"

using namespace primer;
using namespace primer::testing;

namespace {

void measure(const std::string& name, const ReduceSizes& sizes) {
  const Index n = sizes.outer * sizes.middle * sizes.inner, results = sizes.outer * sizes.inner;
  const std::string size = name + " (" + std::to_string(sizes.outer) + ", " +
                           std::to_string(sizes.middle) + ", " + std::to_string(sizes.inner) + ")";
  const std::vector<float> x = random_floats(static_cast<std::size_t>(n), 1);
  std::vector<float> y(static_cast<std::size_t>(results)), dx(x.size());
  std::vector<float> workspace(static_cast<std::size_t>(reduce_workspace(sizes)));
  std::vector<std::int32_t> positions(y.size());
  const double moved = 4.0 * static_cast<double>(n);

  report_bytes("sum of " + size, moved, [&] {
    cpu::reduce(Reduction::sum, x.data(), y.data(), sizes, workspace.data(), {});
  });
  report_bytes("maximum of " + size, moved, [&] {
    cpu::reduce(Reduction::max, x.data(), y.data(), sizes, workspace.data(), {});
  });
  report_bytes("argmax of " + size, moved,
               [&] { cpu::argmax(x.data(), positions.data(), sizes, {}); });
  report_bytes("sum backward of " + size, moved, [&] {
    cpu::reduce_backward(Reduction::sum, nullptr, y.data(), dx.data(), sizes, {});
  });
}

}  // namespace

int main() {
  measure("all", {1, 128 * 784, 1});
  measure("rows", {128, 784, 1});
  measure("columns", {1, 128, 784});
  measure("columns", {1, 128, 128});
  measure("all", {1, 4096 * 4096, 1});
  measure("rows", {4096, 4096, 1});
  measure("columns", {1, 4096, 4096});
}
