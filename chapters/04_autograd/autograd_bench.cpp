// The training step of the chapter's MLP, where its time goes, and how long
// PyTorch takes for it.

#include "chapters/04_autograd/autograd.hpp"
#include "common/autograd/operations.hpp"
#include "common/optim/adam.hpp"
#include "common/testing/bench.hpp"
#include "common/testing/contest.hpp"

static void measure(primer::testing::Contest& contest) {
  using namespace primer;
  constexpr Index batch = 128;
  Generator random(1);
  nn::Sequential model = chapter::classifier(random);
  // A network that learns its only batch by heart has gradients so small in the end that arithmetic with them is slow.
  // At a learning rate of zero it does all the work and stays as it was; so does the twin.
  optim::Adam adam(model.named_parameters(), {.learning_rate = 0});
  const Tensor x = Tensor::uniform({batch, 784}, 0, 1, random);
  const IntTensor labels({batch});
  for (Index i = 0; i < batch; ++i) labels.data()[i] = static_cast<int>(i % 10);

  // As in chapter 8: three products a weight, but none back to the pixels.
  const double weights = static_cast<double>(model.parameter_count());
  const double first = 784 * 256;
  const double flops = 2 * batch * (3 * weights - first);

  const auto step = [&] {
    adam.zero_grad();
    primer::cross_entropy(model(x), labels).backward();
    adam.step();
  };
  testing::report_flops("forward", 2 * batch * weights,
                        [&] { primer::cross_entropy(model(x), labels); });
  testing::report_flops("forward and backward", flops, [&] {
    adam.zero_grad();
    primer::cross_entropy(model(x), labels).backward();
  });
  testing::report_bytes("Adam", 28 * weights, [&] { adam.step(); });
  testing::report_flops("training step", flops, step);
  contest.race("mlp_step", step);
}

int main(int argc, char** argv) {
  return primer::testing::contest(argc, argv, "chapters/04_autograd/twin.py",
                                  measure);
}
