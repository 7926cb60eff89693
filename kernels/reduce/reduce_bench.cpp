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
  const auto count = static_cast<std::size_t>(results);
  const double moved = 4.0 * static_cast<double>(n);

  for (const auto& reduce : measured(PRIMER_EXECUTIONS(reduce))) {
    Array x_(reduce.where, x), y(reduce.where, count);
    Array workspace(reduce.where, static_cast<std::size_t>(reduce_workspace(sizes)));
    report_bytes(reduce.where, "sum of " + size, moved, [&] {
      reduce.function(Reduction::sum, x_.data(), y.data(), sizes, workspace.data(), {});
    });
    report_bytes(reduce.where, "maximum of " + size, moved, [&] {
      reduce.function(Reduction::max, x_.data(), y.data(), sizes, workspace.data(), {});
    });
  }
  for (const auto& argmax : measured(PRIMER_EXECUTIONS(argmax))) {
    Array x_(argmax.where, x);
    Array<std::int32_t> positions(argmax.where, count);
    report_bytes(argmax.where, "argmax of " + size, moved,
                 [&] { argmax.function(x_.data(), positions.data(), sizes, {}); });
  }
  for (const auto& backward : measured(PRIMER_EXECUTIONS(reduce_backward))) {
    Array dy(backward.where, count), dx(backward.where, x.size());
    report_bytes(backward.where, "sum backward of " + size, moved, [&] {
      backward.function(Reduction::sum, nullptr, dy.data(), dx.data(), sizes, {});
    });
  }
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
