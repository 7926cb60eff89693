// The training step of the chapter, where its time goes, and how long PyTorch
// takes for it.

#include "chapters/08_autoencoder/autoencoder.hpp"
#include "common/autograd/operations.hpp"
#include "common/optim/adam.hpp"
#include "common/testing/bench.hpp"
#include "common/testing/contest.hpp"

static void measure(primer::testing::Contest& contest) {
  using namespace primer;
  constexpr Index batch = 128;
  Generator random(1);
  chapter::Autoencoder model(random);
  // A network that learns its only batch by heart has gradients so small in the end that arithmetic with them is slow.
  // At a learning rate of zero it does all the work and stays as it was; so does the twin.
  optim::Adam adam(model.named_parameters(), {.learning_rate = 0});
  const Tensor x = Tensor::uniform({batch, 784}, 0, 1, random);

  // Each weight takes part in three products of two operations each, but those of the first layer send nothing back
  // to the pixels.
  const double weights = static_cast<double>(model.parameter_count());
  const double first = 784 * 128;
  const double flops = 2 * batch * (3 * weights - first);

  const auto step = [&] {
    adam.zero_grad();
    mse_loss(model(x), x).backward();
    adam.step();
  };
  testing::report_flops("forward", 2 * batch * weights,
                        [&] { mse_loss(model(x), x); });
  testing::report_flops("forward and backward", flops, [&] {
    adam.zero_grad();
    mse_loss(model(x), x).backward();
  });
  testing::report_bytes("Adam", 28 * weights, [&] { adam.step(); });
  testing::report_flops("training step", flops, step);
  contest.race("autoencoder_step", step);
}

int main(int argc, char** argv) {
  return primer::testing::contest(argc, argv, "chapters/08_autoencoder/twin.py",
                                  measure);
}
