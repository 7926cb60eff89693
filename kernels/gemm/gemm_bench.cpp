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
  const std::string name =
      what + " " + std::to_string(m) + " x " + std::to_string(n) + " x " + std::to_string(k);
  for (const auto& gemm : measured(PRIMER_EXECUTIONS(gemm))) {
    Array a_(gemm.where, a), b_(gemm.where, b), bias_(gemm.where, bias);
    Array c(gemm.where, static_cast<std::size_t>(m * n));
    if (options.activation != Unary::identity) options.bias = bias_.data();
    report_flops(gemm.where, name, 2.0 * static_cast<double>(m * n * k),
                 [&] { gemm.function(a_.data(), b_.data(), c.data(), size, options, {}); });
  }
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
  const LinearSizes sizes{rows, in, out};
  for (const auto& backward : measured(PRIMER_EXECUTIONS(linear_backward))) {
    const Execution& where = backward.where;
    Array x_(where, x), weight_(where, weight), y_(where, y), dy_(where, dy);
    Array dz(where, y.size()), dx(where, x.size()), dweight(where, weight.size());
    Array dbias(where, static_cast<std::size_t>(out));
    Array workspace(where, numbers(linear_backward_workspace(sizes)));
    report_flops(where,
                 "linear backward " + std::to_string(rows) + " x " + std::to_string(in) + " to " +
                     std::to_string(out),
                 4.0 * static_cast<double>(rows * in * out), [&] {
                   backward.function(Unary::relu, x_.data(), weight_.data(), y_.data(), dy_.data(),
                                     {dz.data(), dx.data(), dweight.data(), dbias.data()}, sizes,
                                     workspace.data(), {});
                 });
  }
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
