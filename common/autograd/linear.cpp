#include "common/autograd/linear.hpp"

#include <stdexcept>
#include <string>

#include "common/autograd/node.hpp"
#include "kernels/gemm/gemm.hpp"

namespace primer {
namespace {

using autograd::accumulate;
using autograd::record;
using autograd::wants_gradient;

// A new tensor op(a) · op(b).
Tensor product(const Tensor& a, const Tensor& b, Transposed transposed) {
  const GemmSizes sizes{a.size(transposed.a ? 1 : 0), b.size(transposed.b ? 0 : 1),
                        a.size(transposed.a ? 0 : 1)};
  const Tensor c({sizes.m, sizes.n}, a.device());
  ops::gemm.on(a.device())(a.data(), b.data(), c.data(), sizes,
                           {.transpose_a = transposed.a, .transpose_b = transposed.b}, {});
  return c;
}

float* data(const Tensor& x) { return x.defined() ? x.data() : nullptr; }

std::string shapes(const Tensor& a, const Tensor& b) {
  return a.shape().str() + " x " + b.shape().str();
}

}  // namespace

Tensor matmul(const Tensor& a, const Tensor& b, Transposed transposed) {
  if (a.rank() != 2 || b.rank() != 2)
    throw std::invalid_argument("matmul: " + shapes(a, b) + ": both must be matrices");
  const Index inner_a = a.size(transposed.a ? 0 : 1);
  const Index inner_b = b.size(transposed.b ? 1 : 0);
  if (inner_a != inner_b) {
    throw std::invalid_argument("matmul: " + shapes(a, b) + ": inner dimensions " +
                                std::to_string(inner_a) + " and " + std::to_string(inner_b) +
                                " differ");
  }
  autograd::check_devices("matmul", a, b);
  return record("matmul", product(a, b, transposed), {a, b}, [a, b, transposed](const Tensor& dc) {
    const auto [ta, tb] = transposed;
    if (wants_gradient(a))
      accumulate(a, ta ? product(b, dc, {tb, true}) : product(dc, b, {false, !tb}));
    if (wants_gradient(b))
      accumulate(b, tb ? product(dc, a, {true, ta}) : product(a, dc, {!ta, false}));
  });
}

bool can_be_fused(Unary f) {
  return f == Unary::identity || f == Unary::relu || f == Unary::sigmoid || f == Unary::tanh;
}

Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias, Unary activation) {
  if (x.rank() != 2 || weight.rank() != 2 || x.size(1) != weight.size(1)) {
    throw std::invalid_argument("linear: input " + x.shape().str() + " does not fit weight " +
                                weight.shape().str() + ", which takes (N, in) through (out, in)");
  }
  if (bias.defined() && !(bias.shape() == Shape{weight.size(0)})) {
    throw std::invalid_argument("linear: bias " + bias.shape().str() + " does not fit weight " +
                                weight.shape().str());
  }
  if (!can_be_fused(activation)) {
    throw std::invalid_argument(
        "linear: only identity, relu, sigmoid and tanh can be fused; apply the others afterwards");
  }
  autograd::check_devices("linear", x, weight);
  autograd::check_devices("linear", bias, weight);
  const LinearSizes sizes{x.size(0), x.size(1), weight.size(0)};
  const Tensor y({sizes.rows, sizes.out}, x.device());
  ops::gemm.on(x.device())(x.data(), weight.data(), y.data(), {sizes.rows, sizes.out, sizes.in},
                           {.transpose_b = true, .bias = data(bias), .activation = activation}, {});
  return record("linear", y, {x, weight, bias}, [=, y = y.detach()](const Tensor& dy) {
    const auto gradient = [&](const Tensor& of) {
      return wants_gradient(of) ? Tensor(of.shape(), dy.device()) : Tensor();
    };
    const Tensor dx = gradient(x), dweight = gradient(weight), dbias = gradient(bias);
    const bool in_place = activation == Unary::identity || dy.owns_memory_alone();
    const Tensor dz = in_place ? dy : Tensor(dy.shape(), dy.device());
    const Tensor workspace({linear_backward_workspace(sizes)}, dy.device());
    ops::linear_backward.on(dy.device())(
        activation, x.data(), weight.data(), y.data(), dy.data(),
        {.dz = dz.data(), .dx = data(dx), .dweight = data(dweight), .dbias = data(dbias)}, sizes,
        workspace.data(), {});
    if (dbias.defined()) accumulate(bias, dbias);
    if (dweight.defined()) accumulate(weight, dweight);
    if (dx.defined()) accumulate(x, dx);
  });
}

}  // namespace primer
