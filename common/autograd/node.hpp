#pragma once
// The tape. Each differentiable operation leaves a node that knows its inputs and how to send a gradient back to them;
// backward() visits the nodes in the reverse of the order in which they were made.

#include <cstdint>
#include <functional>
#include <vector>

#include "common/tensor/tensor.hpp"

namespace primer::autograd {

/// One operation on the tape: what it was computed from and its way back. The tensor that it made
/// holds it, and it holds its inputs, so the tape lives as long as something that was computed.
struct Node {
  /// @param operation its name, which must outlive the node
  /// @param position where it stands on the tape
  /// @param of the inputs
  /// @param back see `backward`
  Node(const char* operation, std::uint64_t position, std::vector<Tensor> of,
       std::function<void(const Tensor&)> back)
      : name(operation), number(position), inputs(std::move(of)), backward(std::move(back)) {}
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  const char* name;            ///< of the operation, for error messages
  std::uint64_t number;        ///< counts up: a node's inputs were made before it
  std::vector<Tensor> inputs;  ///< those that want a gradient; none after backward()
  Tensor gradient;             ///< of the loss by this node's output, while backward() runs
  /// Adds to the gradients of the inputs, given that of the output. Empty once it has run: what it saved is freed.
  std::function<void(const Tensor& dy)> backward;
};

/// False inside a NoGrad.
bool recording();

/// While one lives, operations leave no nodes: for evaluation and for updates of weights.
class NoGrad {
 public:
  NoGrad();
  ~NoGrad();
  NoGrad(const NoGrad&) = delete;
  NoGrad& operator=(const NoGrad&) = delete;

 private:
  bool before_;
};

/// Puts the result y of an operation on the tape, if recording and if one of its inputs asks for a gradient.
/// `backward` must not hold y itself, which would then never be freed; y.detach() does.
/// @return y
Tensor record(const char* name, const Tensor& y, std::vector<Tensor> inputs,
              std::function<void(const Tensor& dy)> backward);

/// True when the gradient of x is wanted: x is a leaf that requires it, or has a node.
bool wants_gradient(const Tensor& x);

/// @param name of an operation on both, for the message
/// @throws std::invalid_argument when they lie on different devices; an undefined tensor lies on any
void check_devices(const char* name, const Tensor& a, const Tensor& b);

/// x's gradient += gradient. The first one to arrive is kept as it is, without a copy.
void accumulate(const Tensor& x, const Tensor& gradient);

}  // namespace primer::autograd
