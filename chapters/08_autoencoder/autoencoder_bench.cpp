// The training step of the chapter, and where its time goes.

#include "chapters/08_autoencoder/autoencoder.hpp"
#include "common/autograd/operations.hpp"
#include "common/optim/adam.hpp"
#include "common/testing/bench.hpp"

int main() {
  using namespace primer;
  constexpr Index batch = 128;
  Generator random(1);
  chapter::Autoencoder model(random);
  optim::Adam adam(model.named_parameters(), {.learning_rate = 0.001});
  const Tensor x = Tensor::uniform({batch, 784}, 0, 1, random);

  // Each weight takes part in three products of two operations each, but those of the first layer send nothing back
  // to the pixels.
  const double weights = static_cast<double>(model.parameter_count());
  const double first = 784 * 128;
  const double flops = 2 * batch * (3 * weights - first);

  testing::report_flops("forward", 2 * batch * weights,
                        [&] { mse_loss(model(x), x); });
  testing::report_flops("forward and backward", flops, [&] {
    adam.zero_grad();
    mse_loss(model(x), x).backward();
  });
  testing::report_bytes("Adam", 28 * weights, [&] { adam.step(); });
  testing::report_flops("training step", flops, [&] {
    adam.zero_grad();
    mse_loss(model(x), x).backward();
    adam.step();
  });
}
