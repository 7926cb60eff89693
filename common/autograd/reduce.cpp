#include "common/autograd/reduce.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "common/autograd/node.hpp"
#include "common/autograd/repeats.hpp"
#include "kernels/reduce/reduce.hpp"

namespace primer {
namespace {

// x seen as (outer, middle, inner) around dimensions begin … end-1.
ReduceSizes around(const Shape& x, int begin, int end) {
  ReduceSizes sizes{1, 1, 1};
  for (int i = 0; i < x.rank(); ++i)
    (i < begin ? sizes.outer : i < end ? sizes.middle : sizes.inner) *= x[i];
  return sizes;
}

int from_front(const char* name, const Shape& x, int dimension) {
  const int found = dimension < 0 ? dimension + x.rank() : dimension;
  if (found < 0 || found >= x.rank()) {
    throw std::invalid_argument(std::string(name) + ": shape " + x.str() + " has no dimension " +
                                std::to_string(dimension));
  }
  return found;
}

Shape without(const Shape& x, int dimension) {
  std::vector<Index> sizes(x.begin(), x.end());
  sizes.erase(sizes.begin() + dimension);
  return Shape(sizes);
}

void reduce_into(Reduction f, const Tensor& x, const Tensor& y, const ReduceSizes& sizes) {
  const Tensor workspace({reduce_workspace(sizes)}, x.device());
  ops::reduce.on(x.device())(f, x.data(), y.data(), sizes, workspace.data(), {});
}

Tensor reduce(const char* name, Reduction f, const Tensor& x, const Shape& result,
              const ReduceSizes& sizes) {
  const Tensor y(result, x.device());
  reduce_into(f, x, y, sizes);
  return autograd::record(name, y, {x}, [f, x, sizes](const Tensor& dy) {
    const Tensor dx(x.shape(), x.device());
    ops::reduce_backward.on(dy.device())(f, x.data(), dy.data(), dx.data(), sizes, {});
    autograd::accumulate(x, dx);
  });
}

Tensor reduce_all(const char* name, Reduction f, const Tensor& x) {
  return reduce(name, f, x, {}, {1, x.size(), 1});
}

Tensor reduce_one(const char* name, Reduction f, const Tensor& x, int dimension) {
  const int i = from_front(name, x.shape(), dimension);
  return reduce(name, f, x, without(x.shape(), i), around(x.shape(), i, i + 1));
}

}  // namespace

Tensor sum(const Tensor& x) { return reduce_all("sum", Reduction::sum, x); }
Tensor mean(const Tensor& x) { return reduce_all("mean", Reduction::mean, x); }
Tensor sum(const Tensor& x, int dimension) {
  return reduce_one("sum", Reduction::sum, x, dimension);
}
Tensor mean(const Tensor& x, int dimension) {
  return reduce_one("mean", Reduction::mean, x, dimension);
}
Tensor max(const Tensor& x, int dimension) {
  return reduce_one("max", Reduction::max, x, dimension);
}

IntTensor argmax(const Tensor& x, int dimension) {
  const int i = from_front("argmax", x.shape(), dimension);
  if (x.shape()[i] == 0)
    throw std::invalid_argument("argmax: dimension " + std::to_string(i) + " of " +
                                x.shape().str() + " is empty");
  IntTensor y(without(x.shape(), i), x.device());
  ops::argmax.on(x.device())(x.data(), y.data(), around(x.shape(), i, i + 1), {});
  return y;
}

Tensor sum_repeats(const Tensor& gradient, const Shape& operand) {
  if (gradient.shape() == operand) return gradient;
  // Dimensions are compared from the last; each stretch of repeated ones is summed in one go.
  Tensor x = gradient;
  const int missing = x.rank() - operand.rank();
  const auto repeated = [&](int i) {
    return i < missing || operand[i - missing] != gradient.shape()[i];
  };
  for (int end = gradient.rank(); end > 0;) {
    int begin = end - 1;
    if (repeated(begin)) {
      while (begin > 0 && repeated(begin - 1)) --begin;
      std::vector<Index> sizes(x.shape().begin(), x.shape().end());
      std::fill(sizes.begin() + begin, sizes.begin() + end, 1);
      const Tensor y(Shape(sizes), x.device());
      reduce_into(Reduction::sum, x, y, around(x.shape(), begin, end));
      x = y;
    }
    end = begin;
  }
  return x.reshape(operand);
}

}  // namespace primer
