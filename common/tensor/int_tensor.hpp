#pragma once
// Labels and tokens: integers with a shape.

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
  /// Not initialised. @throws OutOfMemory, a std::bad_alloc that says the shape
  explicit IntTensor(const Shape& shape, Device device = {});
  /// @throws std::invalid_argument when there are more or fewer values than the shape has elements
  static IntTensor from(std::span<const std::int32_t> values, const Shape& shape);
  /// The same with the values written out: IntTensor::from({2, 0, 1}, {3}).
  static IntTensor from(std::initializer_list<std::int32_t> values, const Shape& shape) {
    return from(std::span(values.begin(), values.size()), shape);
  }

  /// False for a default-made handle, of which only this, shape() and size() may be asked.
  bool defined() const { return storage_ != nullptr; }
  /// () for an undefined one too.
  const Shape& shape() const { return shape_; }
  /// Number of elements; 1 for an undefined tensor, as its shape is ().
  Index size() const { return shape_.size(); }
  /// Where the elements lie. @throws std::logic_error on an undefined tensor
  Device device() const { return storage().device(); }
  /// The first element, the others behind it in row-major order; on a GPU the CPU cannot read
  /// there. A const handle may be written through, too. @throws std::logic_error on an undefined tensor
  std::int32_t* data() const { return static_cast<std::int32_t*>(storage().data()) + offset_; }
  /// The elements of a CPU tensor. @throws std::logic_error when it lies elsewhere
  std::span<std::int32_t> values() const;
  /// The same numbers on that device: this tensor itself where it lies there, else a copy.
  IntTensor to(Device device) const;
  /// to() the CPU.
  IntTensor cpu() const { return to({}); }
  /// Rows begin … end-1 of the first dimension, sharing memory.
  IntTensor rows(Index begin, Index end) const;

 private:
  const Storage& storage() const {
    if (!storage_) refuse_undefined();
    return *storage_;
  }
  [[noreturn]] static void refuse_undefined();

  Shape shape_;
  std::shared_ptr<Storage> storage_;
  Index offset_ = 0;
};

}  // namespace primer
