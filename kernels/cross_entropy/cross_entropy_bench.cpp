#include "kernels/cross_entropy/cross_entropy.hpp"

#include <string>
#include <vector>

#include "common/testing/bench.hpp"
#include "common/testing/numeric.hpp"

using namespace primer;
using namespace primer::testing;

namespace {

void measure(Index rows, Index classes) {
  const auto count = static_cast<std::size_t>(rows * classes);
  const std::string size = " (" + std::to_string(rows) + ", " + std::to_string(classes) + ")";
  const double moved = 4.0 * static_cast<double>(count);
  const std::vector<float> logits = random_floats(count, 1, -5, 5);
  std::vector<std::int32_t> labels;
  for (Index row = 0; row < rows; ++row) {
    labels.push_back(static_cast<std::int32_t>(row * 7919 % classes));
  }

  const auto forward = measured(PRIMER_EXECUTIONS(cross_entropy));
  const auto backward = measured(PRIMER_EXECUTIONS(cross_entropy_backward));
  for (std::size_t i = 0; i < forward.size(); ++i) {
    const Execution& where = forward[i].where;
    Array z(where, logits), dz(where, count), sums(where, 2 * static_cast<std::size_t>(rows));
    Array<std::int32_t> labels_(where, labels);
    Array counted(where, 1), loss(where, 1), dloss(where, 1, 1.0f);
    report_bytes(where, "cross_entropy" + size, moved, [&] {
      forward[i].function(z.data(), labels_.data(), sums.data(), counted.data(), loss.data(), rows,
                          classes, {});
    });
    report_bytes(where, "cross_entropy backward" + size, 2 * moved, [&] {
      backward[i].function(z.data(), labels_.data(), sums.data(), counted.data(), dloss.data(),
                           dz.data(), rows, classes, {});
    });
  }
}

}  // namespace

int main() {
  measure(128, 10);
  measure(10'000, 10);
  measure(512, 8192);
  measure(4096, 4096);
}
