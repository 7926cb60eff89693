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

/// All gradients of a linear layer with ReLU.
void measure_backward(Index rows, Index in, Index out) {
  const std::vector<float> x = numbers(rows * in), weight = numbers(out * in);
  const std::vector<float> y = numbers(rows * out), dy = y;
  std::vector<float> dz(y.size()), dx(x.size()), dweight(weight.size());
  std::vector<float> dbias(static_cast<std::size_t>(out));
  const LinearSizes sizes{rows, in, out};
  std::vector<float> workspace = numbers(linear_backward_workspace(sizes));
  report_flops("linear backward " + std::to_string(rows) + " x " + std::to_string(in) + " to " +
                   std::to_string(out),
               4.0 * static_cast<double>(rows * in * out), [&] {
                 cpu::linear_backward(Unary::relu, x.data(), weight.data(), y.data(), dy.data(),
                                      {dz.data(), dx.data(), dweight.data(), dbias.data()}, sizes,
                                      workspace.data(), {});
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
  measure_backward(128, 784, 128);
  measure_backward(128, 128, 784);
  measure_backward(128, 64, 32);
  measure_backward(4096, 1024, 256);
}
