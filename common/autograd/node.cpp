#include "common/autograd/node.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <string>
#include <unordered_set>

#include "kernels/elementwise/elementwise.hpp"

namespace primer {
namespace autograd {
namespace {

thread_local bool recording_now = true;
std::atomic<std::uint64_t> nodes_made = 0;

using NodePointer = std::shared_ptr<Node>;

// Every node that the root depends on, newest first: each stands before all nodes that it must send gradients to.
std::vector<NodePointer> nodes_behind(const NodePointer& root) {
  std::vector<NodePointer> found{root};
  std::unordered_set<const Node*> seen{root.get()};
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i]->backward) {
      throw std::logic_error(
          std::string("backward: the tape behind '") + found[i]->name +
          "' was freed by an earlier backward(); compute the loss again before the next one");
    }
    const NodePointer node = found[i];
    for (const Tensor& input : node->inputs) {
      if (input.node() && seen.insert(input.node().get()).second) found.push_back(input.node());
    }
  }
  std::ranges::sort(found, std::ranges::greater{},
                    [](const NodePointer& node) { return node->number; });
  return found;
}

// a + b, in a's memory when nobody else can see it.
Tensor added(Tensor a, const Tensor& b) {
  if (!a.owns_memory_alone()) a = a.clone();
  ops::scale_add.on(b.device())(1, b.data(), 1, a.data(), a.size(), {});
  return a;
}

}  // namespace

// A node holds the tensors it came from, and they hold their nodes, so letting go of a long chain would recurse once
// for each of its links. What a dying node held is therefore put on a list, and the first node to die works it off.
// The list is that node's own: a static tensor outlives all that a thread keeps, but for plain pointers.
Node::~Node() {
  using Held = std::vector<std::pair<std::vector<Tensor>, std::function<void(const Tensor&)>>>;
  thread_local Held* working_off = nullptr;
  if (working_off) {
    working_off->emplace_back(std::move(inputs), std::move(backward));
    return;
  }
  Held held;
  held.emplace_back(std::move(inputs), std::move(backward));
  working_off = &held;
  while (!held.empty()) {
    const auto letting_go = std::move(held.back());
    held.pop_back();
  }
  working_off = nullptr;
}

bool recording() { return recording_now; }

NoGrad::NoGrad() : before_(recording_now) { recording_now = false; }
NoGrad::~NoGrad() { recording_now = before_; }

bool wants_gradient(const Tensor& x) { return x.defined() && (x.requires_grad() || x.node()); }

void check_devices(const char* name, const Tensor& a, const Tensor& b) {
  if (!a.defined() || !b.defined() || a.device() == b.device()) return;
  throw std::invalid_argument(std::string(name) + ": one tensor lies on " + a.device().str() +
                              " and one on " + b.device().str() + "; move one by to()");
}

Tensor record(const char* name, const Tensor& y, std::vector<Tensor> inputs,
              std::function<void(const Tensor& dy)> backward) {
  if (recording() && std::ranges::any_of(inputs, wants_gradient)) {
    std::erase_if(inputs, [](const Tensor& input) { return !wants_gradient(input); });
    y.set_node(std::make_shared<Node>(name, ++nodes_made, std::move(inputs), std::move(backward)));
  }
  return y;
}

void accumulate(const Tensor& x, const Tensor& gradient) {
  if (x.node()) {
    Tensor& sum = x.node()->gradient;
    sum = sum.defined() ? added(std::move(sum), gradient) : gradient;
  } else if (x.requires_grad()) {
    Tensor sum = x.grad();
    x.zero_grad();  // so that `sum` is the only handle, unless the user holds one too
    x.set_grad(sum.defined() ? added(std::move(sum), gradient) : gradient);
  }
}

}  // namespace autograd

void Tensor::backward() const {
  using namespace autograd;
  if (size() != 1) {
    throw std::logic_error(
        "backward: starts from a single number, such as a loss, not from shape " + shape().str() +
        "; take its sum() or mean() first");
  }
  if (!node()) {
    throw std::logic_error(
        "backward: this tensor has no history; it depends on nothing that requires a gradient, "
        "or was computed inside NoGrad");
  }
  const std::vector<NodePointer> tape = nodes_behind(node());
  node()->gradient = Tensor::ones(shape(), device());
  const NoGrad off_the_tape;
  for (const NodePointer& step : tape) {
    // Take everything out of the node, so that what it saved is freed as soon as it has been used.
    const auto send_back = std::exchange(step->backward, nullptr);
    const Tensor dy = std::exchange(step->gradient, {});
    if (dy.defined()) send_back(dy);
    step->inputs.clear();
  }
}

}  // namespace primer
