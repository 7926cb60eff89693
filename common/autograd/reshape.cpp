#include <algorithm>
#include <stdexcept>
#include <vector>

#include "common/autograd/node.hpp"

namespace primer {

Tensor Tensor::reshape(const Shape& shape) const {
  const Tensor x = *this;
  return autograd::record(
      "reshape", with_shape(shape), {x},
      [x, before = x.shape()](const Tensor& dy) { autograd::accumulate(x, dy.reshape(before)); });
}

Tensor Tensor::reshape(std::initializer_list<Index> sizes) const {
  std::vector<Index> wanted(sizes);
  const auto open = std::ranges::find(wanted, -1);
  if (open != wanted.end()) {
    Index known = 1;
    for (const Index wanted_size : wanted) known *= wanted_size == -1 ? 1 : wanted_size;
    if (std::ranges::count(wanted, -1) > 1 || known == 0 || size() % known != 0) {
      throw std::invalid_argument("reshape: the size -1 cannot be worked out for the " +
                                  std::to_string(size()) + " elements of shape " + shape().str());
    }
    *open = size() / known;
  }
  return reshape(Shape(wanted));
}

}  // namespace primer
