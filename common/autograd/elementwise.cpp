#include "common/autograd/elementwise.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/autograd/node.hpp"
#include "common/autograd/repeats.hpp"
#include "kernels/dropout/dropout.hpp"

namespace primer {
namespace {

using autograd::accumulate;
using autograd::record;
using autograd::wants_gradient;

// The shape that two operands fill together, each repeated where it has a 1 or nothing.
Shape broadcast_shape(const char* name, const Shape& a, const Shape& b) {
  const int rank = std::max(a.rank(), b.rank());
  std::vector<Index> sizes(static_cast<std::size_t>(rank));
  for (int i = 1; i <= rank; ++i) {
    const Index from_a = i <= a.rank() ? a[-i] : 1;
    const Index from_b = i <= b.rank() ? b[-i] : 1;
    if (from_a != from_b && from_a != 1 && from_b != 1) {
      throw std::invalid_argument(std::string(name) + ": shapes " + a.str() + " and " + b.str() +
                                  " do not fit: " + std::to_string(from_a) + " and " +
                                  std::to_string(from_b) + " differ and neither is 1");
    }
    sizes[static_cast<std::size_t>(rank - i)] = from_a == 1 ? from_b : from_a;
  }
  return Shape(sizes);
}

Tensor binary(const char* name, Binary f, const Tensor& a, const Tensor& b) {
  autograd::check_devices(name, a, b);
  const Tensor y(broadcast_shape(name, a.shape(), b.shape()), a.device());
  Broadcast walk;
  if (!broadcast(a.shape().data(), a.rank(), b.shape().data(), b.rank(), walk)) {
    throw std::invalid_argument(std::string(name) + ": shapes " + a.shape().str() + " and " +
                                b.shape().str() + " repeat along too many separate dimensions");
  }
  ops::binary.on(a.device())(f, a.data(), b.data(), y.data(), walk, {});
  return record(name, y, {a, b}, [f, a, b, walk](const Tensor& dy) {
    const Tensor da = wants_gradient(a) ? Tensor(dy.shape(), dy.device()) : Tensor();
    const Tensor db = wants_gradient(b) ? Tensor(dy.shape(), dy.device()) : Tensor();
    ops::binary_backward.on(dy.device())(f, a.data(), b.data(), dy.data(),
                                         da.defined() ? da.data() : nullptr,
                                         db.defined() ? db.data() : nullptr, walk, {});
    if (da.defined()) accumulate(a, sum_repeats(da, a.shape()));
    if (db.defined()) accumulate(b, sum_repeats(db, b.shape()));
  });
}

const char* name_of(Unary f) {
  switch (f) {
    case Unary::identity:
      return "identity";
    case Unary::negate:
      return "negate";
    case Unary::square:
      return "square";
    case Unary::sqrt:
      return "sqrt";
    case Unary::exp:
      return "exp";
    case Unary::log:
      return "log";
    case Unary::reciprocal:
      return "reciprocal";
    case Unary::relu:
      return "relu";
    case Unary::sigmoid:
      return "sigmoid";
    case Unary::tanh:
      return "tanh";
    case Unary::gelu:
      return "gelu";
  }
  return "unary";
}

// y = alpha x + shift
Tensor affine(const char* name, float alpha, const Tensor& x, float shift) {
  const Tensor y = Tensor::full(x.shape(), shift, x.device());
  ops::scale_add.on(x.device())(alpha, x.data(), 1, y.data(), x.size(), {});
  return record(name, y, {x}, [alpha, x](const Tensor& dy) {
    const Tensor dx(dy.shape(), dy.device());
    ops::scale_add.on(dy.device())(alpha, dy.data(), 0, dx.data(), dx.size(), {});
    accumulate(x, dx);
  });
}

}  // namespace

Tensor operator+(const Tensor& a, const Tensor& b) { return binary("add", Binary::add, a, b); }
Tensor operator-(const Tensor& a, const Tensor& b) {
  return binary("subtract", Binary::subtract, a, b);
}
Tensor operator*(const Tensor& a, const Tensor& b) {
  return binary("multiply", Binary::multiply, a, b);
}
Tensor operator/(const Tensor& a, const Tensor& b) {
  return binary("divide", Binary::divide, a, b);
}
Tensor operator+(const Tensor& a, float b) { return affine("add", 1, a, b); }
Tensor operator-(const Tensor& a, float b) { return affine("subtract", 1, a, -b); }
Tensor operator*(const Tensor& a, float b) { return affine("multiply", b, a, 0); }
Tensor operator/(const Tensor& a, float b) { return affine("divide", 1 / b, a, 0); }
Tensor operator*(float a, const Tensor& b) { return b * a; }
Tensor operator-(const Tensor& x) { return affine("negate", -1, x, 0); }

Tensor unary(Unary f, const Tensor& x) {
  const Tensor y(x.shape(), x.device());
  ops::unary.on(x.device())(f, x.data(), y.data(), x.size(), {});
  return record(name_of(f), y, {x}, [f, x, y = y.detach()](const Tensor& dy) {
    const Tensor dx(dy.shape(), dy.device());
    ops::unary_backward.on(dy.device())(f, x.data(), y.data(), dy.data(), dx.data(), dx.size(), {});
    accumulate(x, dx);
  });
}

Tensor dropout(const Tensor& x, float p, Generator& random) {
  if (!(p >= 0 && p <= 1))
    throw std::invalid_argument("dropout: the probability " + std::to_string(p) +
                                " is not in [0, 1]");
  const RandomState state = random.take(x.size());
  const Tensor y(x.shape(), x.device());
  ops::dropout.on(x.device())(x.data(), y.data(), x.size(), p, state, {});
  return record("dropout", y, {x}, [x, p, state](const Tensor& dy) {
    const Tensor dx(dy.shape(), dy.device());
    ops::dropout.on(dy.device())(dy.data(), dx.data(), dx.size(), p, state, {});
    accumulate(x, dx);
  });
}

}  // namespace primer
