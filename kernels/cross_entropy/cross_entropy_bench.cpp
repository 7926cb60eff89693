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
  std::vector<float> sums(2 * static_cast<std::size_t>(rows)), dlogits(count);
  std::vector<std::int32_t> labels;
  for (Index row = 0; row < rows; ++row) {
    labels.push_back(static_cast<std::int32_t>(row * 7919 % classes));
  }
  float counted = 0, loss = 0, dloss = 1;

  report_bytes("cross_entropy" + size, moved, [&] {
    cpu::cross_entropy(logits.data(), labels.data(), sums.data(), &counted, &loss, rows, classes,
                       {});
  });
  report_bytes("cross_entropy backward" + size, 2 * moved, [&] {
    cpu::cross_entropy_backward(logits.data(), labels.data(), sums.data(), &counted, &dloss,
                                dlogits.data(), rows, classes, {});
  });
}

}  // namespace

int main() {
  measure(128, 10);
  measure(10'000, 10);
  measure(512, 8192);
  measure(4096, 4096);
}
