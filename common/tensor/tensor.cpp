#include "common/tensor/tensor.hpp"

#include <algorithm>
#include <stdexcept>

#include "common/tensor/allocate.hpp"
#include "kernels/elementwise/elementwise.hpp"
#include "kernels/random/random.hpp"

namespace primer {

struct Tensor::Body {
  Shape shape;
  std::shared_ptr<Storage> storage;
  Index offset = 0;  // in elements
  bool requires_grad = false;
  Tensor gradient;
  std::shared_ptr<autograd::Node> node;
  std::shared_ptr<Storage>
      to_look_at;  // what values() handed out, of a tensor that is not the CPU's
};

namespace {

void check_count(std::size_t count, const Shape& shape) {
  if (static_cast<Index>(count) != shape.size()) {
    throw std::invalid_argument("Tensor::from: " + std::to_string(count) + " values for shape " +
                                shape.str());
  }
}

}  // namespace

Tensor::Tensor(const Shape& shape, Device device) : body_(std::make_shared<Body>()) {
  body_->shape = shape;
  body_->storage = allocate(shape, sizeof(float), device);
}

Tensor Tensor::full(const Shape& shape, float value, Device device) {
  const Tensor x(shape, device);
  ops::fill.on(device)(value, x.data(), x.size(), {});
  return x;
}

Tensor Tensor::from(std::span<const float> values, const Shape& shape) {
  check_count(values.size(), shape);
  const Tensor x(shape);
  std::ranges::copy(values, x.data());
  return x;
}

Tensor Tensor::uniform(const Shape& shape, float low, float high, Generator& random) {
  const Tensor x(shape);
  cpu::uniform(x.data(), x.size(), low, high, random.take(x.size()), {});
  return x;
}

Tensor Tensor::normal(const Shape& shape, float mean, float deviation, Generator& random) {
  const Tensor x(shape);
  cpu::normal(x.data(), x.size(), mean, deviation, random.take(x.size() + x.size() % 2), {});
  return x;
}

const Shape& Tensor::shape() const {
  if (!body_) throw std::logic_error("this tensor is undefined: it was never given a value");
  return body_->shape;
}

Device Tensor::device() const {
  static_cast<void>(shape());
  return body_->storage->device();
}

float* Tensor::data() const {
  static_cast<void>(shape());
  return static_cast<float*>(body_->storage->data()) + body_->offset;
}

float Tensor::item() const {
  if (size() != 1)
    throw std::invalid_argument("item: a tensor of shape " + shape().str() + " is not one number");
  float value = 0;
  copy_bytes(&value, {}, data(), device(), sizeof value);
  return value;
}

std::span<float> Tensor::values() const {
  const auto count = static_cast<std::size_t>(size());
  if (device().kind == Device::Kind::cpu) return {data(), count};
  if (!body_->to_look_at) body_->to_look_at = allocate(shape(), sizeof(float), {});
  auto* const copy = static_cast<float*>(body_->to_look_at->data());
  copy_bytes(copy, {}, data(), device(), count * sizeof(float));
  return {copy, count};
}

Tensor Tensor::to(Device device) const {
  return device == this->device() ? detach() : clone(device);
}

Tensor Tensor::rows(Index begin, Index end) const {
  if (rank() == 0 || begin < 0 || begin > end || end > size(0)) {
    throw std::invalid_argument("rows: " + std::to_string(begin) + " to " + std::to_string(end) +
                                " do not lie in shape " + shape().str());
  }
  Tensor view = detach();
  const Index row = size(0) == 0 ? 0 : size() / size(0);
  std::vector<Index> sizes(shape().begin(), shape().end());
  sizes[0] = end - begin;
  view.body_->shape = Shape(sizes);
  view.body_->offset += begin * row;
  return view;
}

Tensor Tensor::clone(Device device) const {
  const Tensor copy(shape(), device);
  copy.copy_from(*this);
  return copy;
}

Tensor Tensor::detach() const {
  Tensor view;
  view.body_ = std::make_shared<Body>();
  view.body_->shape = shape();
  view.body_->storage = body_->storage;
  view.body_->offset = body_->offset;
  return view;
}

Tensor Tensor::with_shape(const Shape& shape) const {
  if (shape.size() != size()) {
    throw std::invalid_argument("reshape: shape " + this->shape().str() + " has " +
                                std::to_string(size()) + " elements, shape " + shape.str() +
                                " has " + std::to_string(shape.size()));
  }
  const Tensor view = detach();
  view.body_->shape = shape;
  return view;
}

void Tensor::copy_from(const Tensor& source) const {
  if (!(source.shape() == shape())) {
    throw std::invalid_argument("copy_from: shapes " + shape().str() + " and " +
                                source.shape().str() + " differ");
  }
  if (data() == source.data()) return;
  copy_bytes(data(), device(), source.data(), source.device(),
             static_cast<std::size_t>(size()) * sizeof(float));
}

bool Tensor::requires_grad() const { return body_ && body_->requires_grad; }

const Tensor& Tensor::requires_grad_(bool wanted) const {
  static_cast<void>(shape());
  if (wanted && body_->node)
    throw std::logic_error("requires_grad_: only a leaf can ask for a gradient");
  body_->requires_grad = wanted;
  return *this;
}

Tensor Tensor::grad() const { return body_ ? body_->gradient : Tensor(); }

void Tensor::set_grad(const Tensor& gradient) const {
  static_cast<void>(shape());
  if (gradient.defined() && !(gradient.shape() == shape())) {
    throw std::invalid_argument("set_grad: a gradient of shape " + gradient.shape().str() +
                                " for a tensor of shape " + shape().str());
  }
  body_->gradient = gradient;
}

bool Tensor::owns_memory_alone() const {
  return body_.use_count() == 1 && body_->storage.use_count() == 1;
}

const std::shared_ptr<autograd::Node>& Tensor::node() const {
  static_cast<void>(shape());
  return body_->node;
}

void Tensor::set_node(std::shared_ptr<autograd::Node> node) const {
  static_cast<void>(shape());
  body_->node = std::move(node);
}

}  // namespace primer
