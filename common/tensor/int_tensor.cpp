#include "common/tensor/int_tensor.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "common/tensor/allocate.hpp"

namespace primer {

IntTensor::IntTensor(const Shape& shape, Device device)
    : shape_(shape), storage_(allocate(shape, sizeof(std::int32_t), device)) {}

void IntTensor::refuse_undefined() {
  throw std::logic_error("this tensor is undefined: it was never given a value");
}

IntTensor IntTensor::from(std::span<const std::int32_t> values, const Shape& shape) {
  if (static_cast<Index>(values.size()) != shape.size()) {
    throw std::invalid_argument("IntTensor::from: " + std::to_string(values.size()) +
                                " values for shape " + shape.str());
  }
  IntTensor x(shape);
  std::ranges::copy(values, x.data());
  return x;
}

std::span<std::int32_t> IntTensor::values() const {
  if (device().kind != Device::Kind::cpu) {
    throw std::logic_error("values: the integers of shape " + shape_.str() + " lie on " +
                           device().str() + "; take their cpu() first");
  }
  return {data(), static_cast<std::size_t>(size())};
}

IntTensor IntTensor::to(Device device) const {
  if (device == this->device()) return *this;
  IntTensor copy(shape_, device);
  copy_bytes(copy.data(), device, data(), this->device(),
             static_cast<std::size_t>(size()) * sizeof(std::int32_t));
  return copy;
}

IntTensor IntTensor::rows(Index begin, Index end) const {
  if (shape_.rank() == 0 || begin < 0 || begin > end || end > shape_[0]) {
    throw std::invalid_argument("rows: " + std::to_string(begin) + " to " + std::to_string(end) +
                                " do not lie in shape " + shape_.str());
  }
  IntTensor view = *this;
  std::vector<Index> sizes(shape_.begin(), shape_.end());
  view.offset_ += shape_[0] == 0 ? 0 : begin * (shape_.size() / shape_[0]);
  sizes[0] = end - begin;
  view.shape_ = Shape(sizes);
  return view;
}

}  // namespace primer
