#pragma once

#include <memory>
#include <span>

#include "common/tensor/device.hpp"
#include "common/tensor/shape.hpp"
#include "common/tensor/storage.hpp"

namespace primer {

/// A handle on a dense array of int32: labels, token ids, row numbers. It has no gradient.
class IntTensor {
 public:
  IntTensor() = default;
  /// Not initialised.
  explicit IntTensor(const Shape& shape, Device device = {});
  /// @throws std::invalid_argument when there are more or fewer values than the shape has elements
  static IntTensor from(std::span<const std::int32_t> values, const Shape& shape);
  static IntTensor from(std::initializer_list<std::int32_t> values, const Shape& shape) {
    return from(std::span(values.begin(), values.size()), shape);
  }

  bool defined() const { return storage_ != nullptr; }
  const Shape& shape() const { return shape_; }
  Index size() const { return shape_.size(); }
  Device device() const { return storage_->device(); }
  std::int32_t* data() const { return static_cast<std::int32_t*>(storage_->data()) + offset_; }
  /// The elements of a CPU tensor.
  std::span<std::int32_t> values() const { return {data(), static_cast<std::size_t>(size())}; }
  /// Rows begin … end-1 of the first dimension, sharing memory.
  IntTensor rows(Index begin, Index end) const;

 private:
  Shape shape_;
  std::shared_ptr<Storage> storage_;
  Index offset_ = 0;
};

}  // namespace primer
