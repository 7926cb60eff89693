#include <string>
#include <vector>

#include "common/testing/bench.hpp"
#include "common/testing/numeric.hpp"
#include "kernels/gemm/gemm.hpp"

using namespace primer;
using namespace primer::testing;

namespace {

std::vector<float> numbers(Index n) { return random_floats(static_cast<std::size_t>(n), 1); }

void measure(const std::string& what, const GemmSizes& size, GemmOptions options) {
  const auto [m, n, k] = size;
  const std::vector<float> a = numbers(m * k), b = numbers(k * n), bias = numbers(n);
  std::vector<float> c = numbers(m * n);
  if (options.activation != Unary::identity) options.bias = bias.data();
  const std::string name =
      what + " " + std::to_string(m) + " x " + std::to_string(n) + " x " + std::to_string(k);
  report_flops(name, 2.0 * static_cast<double>(m * n * k),
               [&] { cpu::gemm(a.data(), b.data(), c.data(), size, options, {}); });
}

/// A linear layer from `in` to `out` on a batch: forward, and the gradients of its input and of its weight.
void measure_layer(Index batch, Index in, Index out) {
  measure("x Wt + b, relu", {batch, out, in}, {.transpose_b = true, .activation = Unary::relu});
  measure("dx = dy W", {batch, in, out}, {});
  measure("dW = dyt x", {out, in, batch}, {.transpose_a = true});
}

void measure_epilogue(Index m, Index n) {
  const std::vector<float> y = numbers(m * n), dy = numbers(m * n);
  std::vector<float> dz(y.size()), db(static_cast<std::size_t>(n));
  report_bytes("epilogue backward " + std::to_string(m) + " x " + std::to_string(n),
               12.0 * static_cast<double>(m * n), [&] {
                 cpu::gemm_epilogue_backward(Unary::relu, y.data(), dy.data(), dz.data(), db.data(),
                                             m, n, {});
               });
}

}  // namespace

int main() {
  measure_layer(128, 784, 128);
  measure_layer(128, 128, 64);
  measure_layer(128, 64, 32);
  measure("logits", {128, 10, 128}, {.transpose_b = true});
  measure_layer(1024, 256, 1024);
  measure("one row", {1, 1024, 1024}, {.transpose_b = true});
  measure("sigmoid", {4096, 784, 128}, {.transpose_b = true, .activation = Unary::sigmoid});
  measure("square", {512, 512, 512}, {});
  measure("square", {2048, 2048, 2048}, {});
  measure_epilogue(128, 128);
  measure_epilogue(128, 784);
  measure_epilogue(4096, 1024);
}
