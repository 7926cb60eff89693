#pragma once
// The tensor: numbers with a shape, perhaps a gradient, and the step that made them.

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "common/tensor/device.hpp"
#include "common/tensor/generator.hpp"
#include "common/tensor/shape.hpp"
#include "common/tensor/storage.hpp"

namespace primer {

namespace autograd {
struct Node;
}

/// A handle on a dense, row-major array of float32 on one device, with an optional gradient and the tape node that made
/// it. Copying a Tensor copies the handle: both name the same numbers. Like any pointer, a const Tensor may be written
/// through. Operations on tensors stand in common/autograd.
class Tensor {
 public:
  /// No tensor at all; only defined() may be asked of it.
  Tensor() = default;
  /// Not initialised. @throws OutOfMemory, a std::bad_alloc that says the shape
  explicit Tensor(const Shape& shape, Device device = {});

  /// A leaf with the same value everywhere.
  static Tensor full(const Shape& shape, float value, Device device = {});
  /// 0 everywhere.
  static Tensor zeros(const Shape& shape, Device device = {}) { return full(shape, 0, device); }
  /// 1 everywhere.
  static Tensor ones(const Shape& shape, Device device = {}) { return full(shape, 1, device); }
  /// One number, of shape ().
  static Tensor scalar(float value, Device device = {}) { return full({}, value, device); }
  /// @throws std::invalid_argument when there are more or fewer values than the shape has elements
  static Tensor from(std::span<const float> values, const Shape& shape);
  /// The same with the values written out: Tensor::from({1, 2, 3, 4}, {2, 2}).
  static Tensor from(std::initializer_list<float> values, const Shape& shape) {
    return from(std::span(values.begin(), values.size()), shape);
  }
  /// Uniform in [low, high), on the CPU; takes as many draws as there are elements.
  static Tensor uniform(const Shape& shape, float low, float high, Generator& random);
  /// Normal, with that mean and standard deviation, on the CPU; takes a draw for each element, and
  /// one more when their number is odd.
  static Tensor normal(const Shape& shape, float mean, float deviation, Generator& random);

  /// False for what was made without a value. Most of what follows throws std::logic_error then.
  bool defined() const { return body_ != nullptr; }
  /// The sizes, outermost dimension first; () for a scalar.
  /// @throws std::logic_error on an undefined tensor, as does all that needs the shape
  const Shape& shape() const;
  /// Number of dimensions; 0 for a scalar.
  int rank() const { return shape().rank(); }
  /// Number of elements; 1 for a scalar.
  Index size() const { return shape().size(); }
  /// Size of one dimension; negative numbers count from the end.
  /// @throws std::invalid_argument when there is no such dimension
  Index size(int dimension) const { return shape()[dimension]; }
  /// Where the elements lie. @throws std::logic_error on an undefined tensor
  Device device() const;
  /// The first element, the others behind it in row-major order; an address on that device. Null or
  /// not to be read when there are none. @throws std::logic_error on an undefined tensor
  float* data() const;
  /// The elements of a CPU tensor. Of one that lies elsewhere, a copy to look at: made now, which waits for the device, kept
  /// until the next call or the tensor's end, and of no effect when it is written to.
  std::span<float> values() const;
  /// The only element. On a GPU this waits for all that it has to do.
  /// @throws std::invalid_argument when there is not exactly one
  float item() const;

  /// The same numbers on that device, without history: this tensor itself where it lies there, else a copy. A copy to a
  /// GPU does not wait for it; one from there does.
  Tensor to(Device device) const;
  /// to() the CPU.
  Tensor cpu() const { return to({}); }

  /// The same elements under another shape, sharing memory. Differentiable.
  /// @throws std::invalid_argument when that shape has more or fewer elements
  Tensor reshape(const Shape& shape) const;
  /// As reshape, where one size may be -1.
  Tensor reshape(std::initializer_list<Index> sizes) const;
  /// Rows begin … end-1 of the first dimension, sharing memory. Not differentiable.
  Tensor rows(Index begin, Index end) const;
  /// A copy with memory of its own and no history.
  Tensor clone() const { return clone(device()); }
  /// The same on another device, or on this one.
  Tensor clone(Device device) const;
  /// The same memory without history: gradients stop here.
  Tensor detach() const;
  /// The same memory under another shape of equally many elements, without history; reshape() is the differentiable form.
  Tensor with_shape(const Shape& shape) const;
  /// Overwrites the elements, from whichever device. @throws std::invalid_argument when the shapes differ
  void copy_from(const Tensor& source) const;

  /// Whether this is a leaf that was marked by requires_grad_(). False for an undefined tensor.
  bool requires_grad() const;
  /// Marks a leaf, such as a weight, whose gradient is wanted. @return this tensor
  const Tensor& requires_grad_(bool wanted = true) const;
  /// The gradient that backward() left here; undefined when there is none.
  Tensor grad() const;
  /// Puts a gradient in place of the present one, without a copy; an undefined one drops it.
  /// @throws std::invalid_argument when the gradient has another shape
  /// @throws std::logic_error on an undefined tensor
  void set_grad(const Tensor& gradient) const;
  /// Drops the gradient, so that the next one is written instead of added.
  /// @throws std::logic_error on an undefined tensor
  void zero_grad() const { set_grad({}); }
  /// Fills the gradients of all leaves that this scalar depends on, then frees the tape.
  /// @throws std::logic_error on a tensor of several elements, without history, or a second time
  void backward() const;

  /// True when both name the same tensor (not: equal numbers).
  bool is(const Tensor& other) const { return body_ == other.body_; }
  /// True when no other tensor shares this one's memory.
  bool owns_memory_alone() const;

  // For common/autograd: the node that made this tensor, null for leaves.
  /// Null for a leaf. @throws std::logic_error on an undefined tensor
  const std::shared_ptr<autograd::Node>& node() const;
  /// Makes a tensor the result of that node; record() does so.
  /// @throws std::logic_error on an undefined tensor
  void set_node(std::shared_ptr<autograd::Node> node) const;

 private:
  struct Body;
  std::shared_ptr<Body> body_;
};

/// Tensors under their names ("encoder.0.weight"), in a fixed order.
using NamedTensors = std::vector<std::pair<std::string, Tensor>>;

}  // namespace primer
