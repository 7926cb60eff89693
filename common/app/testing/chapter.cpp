// A chapter in small, for the tests of common/app: it trains on invented data in a blink, and misbehaves on demand.

#include <chrono>
#include <limits>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>

#include "common/app/run.hpp"
#include "common/autograd/operations.hpp"
#include "common/nn/layers.hpp"
#include "common/optim/adam.hpp"
#include "common/train/fit.hpp"

namespace primer::app {
namespace {

constexpr Index rows = 64;

void misbehave(const std::string& how) {
  if (how == "exception") throw std::runtime_error("two\nlines");
  if (how == "memory") throw std::bad_alloc();
  if (how == "tensor") Tensor(Shape{3, Index{1} << 60});
}

train::Numbers train(Run& run, nn::Sequential& model, Generator& random, std::uint64_t seed) {
  Generator data(3);
  const Tensor x = Tensor::uniform({rows, 4}, -1, 1, data), y = mean(square(x), 1);
  const auto pause = std::chrono::milliseconds(
      run.options().has("--pause") ? std::stoi(run.options().own.at("--pause")) : 0);
  const float factor = run.options().has("--diverge") ? std::numeric_limits<float>::quiet_NaN() : 1;
  optim::Adam adam(model.named_parameters(), {.learning_rate = 0.01});
  const auto loss = [&](const Tensor& from, const Tensor& to) {
    return mse_loss(model(from), to.reshape({-1, 1})) * factor;
  };
  return train::fit(
      run.journal(),
      {.epochs = run.pick<Index>(3, 6, 9), .batch_size = 16, .seed = seed, .random = &random},
      model, adam, rows,
      [&](const IntTensor& batch) {
        std::this_thread::sleep_for(pause);
        return loss(gather(x, batch), gather(y, batch));
      },
      [&] {
        return train::Numbers{{"val_loss", loss(x, y).item()}};
      });
}

void program(Run& run) {
  if (run.options().has("--ask")) run.print("{}\n", run.options().own.at("--ask"));
  Generator random(run.options().seed);
  nn::Sequential model(nn::Linear(4, 8, random), nn::ReLU(), nn::Dropout(0.1f, random),
                       nn::Linear(8, 1, random));
  run.print("{} weights\n", model.parameter_count());
  if (run.options().has("--fail")) misbehave(run.options().own.at("--fail"));

  run.stage("pretrain", model, [&] { return train(run, model, random, 1); });
  for (const std::uint64_t seed : {1, 2}) {
    const std::string stage = fmt::format("fine_tune.{}", seed);
    run.numbers(stage, run.stage(stage, model, [&] { return train(run, model, random, seed); }));
  }
  run.model(model);
  const auto log = run.journal().log();
  run.figure("loss",
             LineChart{.title = "Loss",
                       .x_label = "epoch",
                       .y_label = "mean squared error",
                       .series = {{"pretrain", train::series(log, "pretrain", "val_loss")}}});
  run.print("validation loss {:.6f}\n", train::series(log, "fine_tune.2", "val_loss").back());
}

}  // namespace
}  // namespace primer::app

int main(int argc, char** argv) {
  return primer::app::main({.chapter = "99_testing",
                            .summary = "learn a square",
                            .options = {{"--pause", "milliseconds to sleep before each batch", "N"},
                                        {"--diverge", "make the loss NaN"},
                                        {"--fail", "end badly", "HOW"},
                                        {.name = "--ask",
                                         .description = "say it again",
                                         .argument = "QUESTION",
                                         .keeps_nothing = true}},
                            .seconds_between_checkpoints = 0},
                           argc, argv, primer::app::program);
}
