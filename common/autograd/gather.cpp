#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/autograd/elementwise.hpp"

namespace primer {
namespace {

// The shape of the rows picked from x, after checking that they are there.
Shape picked_shape(const Shape& x, const IntTensor& rows) {
  if (x.rank() == 0 || rows.shape().rank() != 1) {
    throw std::invalid_argument("gather: picks rows (n) from an array of rows, not " +
                                rows.shape().str() + " from " + x.str());
  }
  const IntTensor on_cpu = rows.cpu();
  for (const std::int32_t row : on_cpu.values()) {
    if (row < 0 || row >= x[0]) {
      throw std::invalid_argument("gather: row " + std::to_string(row) + " does not lie in shape " +
                                  x.str());
    }
  }
  std::vector<Index> sizes(x.begin(), x.end());
  sizes[0] = rows.size();
  return Shape(sizes);
}

}  // namespace

Tensor gather(const Tensor& x, const IntTensor& rows) {
  const Tensor y(picked_shape(x.shape(), rows), x.device());
  const Index columns = rows.size() == 0 ? 0 : y.size() / rows.size();
  ops::gather_rows.on(x.device())(x.data(), rows.to(x.device()).data(), y.data(), rows.size(),
                                  columns, {});
  return y;
}

IntTensor gather(const IntTensor& x, const IntTensor& rows) {
  IntTensor y(picked_shape(x.shape(), rows), x.device());
  const Index columns = rows.size() == 0 ? 0 : y.size() / rows.size();
  const auto from = x.values(), to = y.values();
  for (Index i = 0; i < rows.size(); ++i) {
    std::copy_n(from.begin() + rows.data()[i] * columns, columns, to.begin() + i * columns);
  }
  return y;
}

}  // namespace primer
