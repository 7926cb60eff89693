#include "common/train/fit.hpp"

#include <cmath>
#include <csignal>

#include "common/autograd/operations.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/nn/layers.hpp"
#include "common/optim/adam.hpp"
#include "common/optim/sgd.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/devices.hpp"
#include "common/testing/files.hpp"
#include "common/train/interrupt.hpp"
#include "kernels/launch_count.hpp"

namespace primer::train {
namespace {

using testing::ContainsSubstring;
using testing::TemporaryFolder;

constexpr Index rows = 50;

/// Fifty points in the plane whose sum, squared, is to be learned.
struct Data {
  Tensor x{Shape{rows, 2}};
  Tensor y{Shape{rows, 1}};

  Data() {
    Generator random(7);
    x = Tensor::uniform({rows, 2}, -1, 1, random);
    for (std::size_t i = 0; i < rows; ++i) {
      const float sum = x.values()[2 * i] + x.values()[2 * i + 1];
      y.values()[i] = sum * sum;
    }
  }
};

/// What a program does from its start: makes everything new, trains in one stage.
struct Experiment {
  FitOptions options = {.epochs = 4, .batch_size = 8, .seed = 3};
  bool momentum_sgd = false;
  Device device = {};
  Index steps = 0;             ///< taken in this process
  Index interrupt_after = -1;  ///< steps
  Index evaluations = 0;
  double loss_factor = 1;

  std::string weights_and_log(Journal& journal) {
    const Data data;
    Generator random(5);
    const nn::WeightsOn weights_on(device);
    nn::Sequential model(nn::Linear(2, 6, random), nn::Tanh(), nn::Dropout(0.2f, random),
                         nn::Linear(6, 1, random));
    optim::Adam adam(model.named_parameters(), {.learning_rate = 0.05});
    optim::SGD sgd(model.named_parameters(), {.learning_rate = 0.05, .momentum = 0.9});
    optim::Optimizer& optimizer =
        momentum_sgd ? static_cast<optim::Optimizer&>(sgd) : static_cast<optim::Optimizer&>(adam);
    options.random = &random;
    results = journal.stage("train", model, [&] {
      return fit(
          journal, options, model, optimizer, rows,
          [&](const IntTensor& batch) {
            if (steps++ == interrupt_after) request_interrupt(SIGINT);
            CHECK(model.training());
            return mse_loss(model(gather(data.x, batch)), gather(data.y, batch)) *
                   static_cast<float>(loss_factor);
          },
          [&] {
            ++evaluations;
            CHECK_FALSE(model.training());
            const Tensor loss = mse_loss(model(data.x), data.y);
            CHECK(loss.node() == nullptr);
            return Numbers{{"val_loss", loss.item()}};
          });
    });
    std::string bytes;
    for (const auto& [name, tensor] : model.state()) {
      const Tensor on_cpu = tensor.cpu();
      const auto values = on_cpu.values();
      bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    }
    return bytes + to_csv(journal.log()) + std::to_string(random.state().offset);
  }

  Numbers results = {};
};

/// The same run, stopped after so many steps and then continued in new objects, as often as it takes.
std::string interrupted_every(Index steps, const Experiment& experiment) {
  const TemporaryFolder folder;
  const auto file = folder / "checkpoint.safetensors";
  for (bool resume = false;; resume = true) {
    clear_interrupt();
    Experiment part = experiment;
    part.interrupt_after = steps;
    Journal journal(file, {}, resume, 1000);
    try {
      return part.weights_and_log(journal);
    } catch (const Interrupted& interrupted) {
      CHECK(interrupted.signal == SIGINT);
      CHECK(part.steps == steps + 1);
    }
  }
}

Experiment with_everything() {
  Experiment experiment;
  experiment.options.schedule = optim::cosine_schedule(28, 0.1);
  experiment.options.clip_norm = 0.5;
  return experiment;
}

std::string in_one_go(Experiment experiment) {
  clear_interrupt();
  Journal journal;
  return experiment.weights_and_log(journal);
}

}  // namespace

TEST_CASE("Training brings the loss down and logs every epoch") {
  clear_interrupt();
  Journal journal;
  Experiment experiment;
  experiment.options.epochs = 30;
  experiment.weights_and_log(journal);
  const auto log = journal.log();
  REQUIRE(log.size() == 30);
  CHECK(log[4].stage == "train");
  CHECK(log[4].seed == 3);
  CHECK(log[4].epoch == 5);
  CHECK(series(log, "train", "train_loss").back() < 0.5 * series(log, "train", "train_loss")[0]);
  CHECK(number(experiment.results, "val_loss") == series(log, "train", "val_loss").back());
  CHECK(experiment.steps == 30 * 7);
  CHECK(experiment.evaluations == 30);
}

TEST_CASE("The mean loss of an epoch weighs batches by their size") {
  clear_interrupt();
  Journal journal;
  Generator random(1);
  nn::Linear model(1, 1, random);
  optim::SGD sgd(model.named_parameters(), {.learning_rate = 1e-30});
  journal.stage("s", [&] {
    const Numbers numbers =
        fit(journal, {.epochs = 1, .batch_size = 4}, model, sgd, 9, [&](const IntTensor& batch) {
          return model(Tensor::ones({1, 1})).reshape(Shape{}) * 0.0f +
                 static_cast<float>(batch.size());
        });
    CHECK(number(numbers, "train_loss") == testing::Approx((4 * 4 + 4 * 4 + 1 * 1) / 9.0));
    return Numbers{};
  });
}

TEST_CASE("An interrupted run that is continued ends with the same bytes") {
  Experiment experiment = with_everything();
  SECTION("Adam with dropout and schedule and clipping") {}
  SECTION("SGD with momentum") { experiment.momentum_sgd = true; }
  SECTION("early stopping that does not stop") {
    experiment.options.early_stopping = {.patience = 100};
  }
  SECTION("early stopping that does") {
    experiment.options.epochs = 40;
    experiment.options.early_stopping = {.patience = 2, .min_improvement = 0.02};
  }
  const std::string whole = in_one_go(experiment);
  CHECK(in_one_go(experiment) == whole);
  for (const Index steps : {1, 2, 5, 6, 7, 8, 13}) {
    INFO(steps << " steps at a time");
    CHECK(interrupted_every(steps, experiment) == whole);
  }
}

TEST_CASE("Training on a device goes as on the CPU") {
  clear_interrupt();
  Journal here;
  with_everything().weights_and_log(here);
  for (const Device device : testing::other_devices()) {
    INFO(device.str());
    Experiment experiment = with_everything();
    experiment.device = device;
    Journal there;
    experiment.weights_and_log(there);
    const auto log = there.log(), expected = here.log();
    REQUIRE(log.size() == expected.size());
    for (std::size_t i = 0; i < log.size(); ++i) {
      for (const char* name : {"train_loss", "val_loss"}) {
        CHECK(number(log[i].numbers, name) ==
              testing::Approx(number(expected[i].numbers, name)).epsilon(1e-4));
      }
    }
  }
}

TEST_CASE("A run on a device that was interrupted ends with the same bytes") {
  for (const Device device : testing::other_devices()) {
    INFO(device.str());
    Experiment experiment = with_everything();
    experiment.device = device;
    CHECK(interrupted_every(5, experiment) == in_one_go(experiment));
  }
}

TEST_CASE("Training on a device waits for it once an epoch and not at every step") {
  for (const Device device : testing::other_devices()) {
    INFO(device.str());
    clear_interrupt();
    const nn::WeightsOn weights_on(device);
    Generator random(1);
    nn::Sequential model{nn::Linear(2, 3, random), nn::ReLU(), nn::Linear(3, 1, random)};
    optim::Adam adam(model.named_parameters(), {});
    const Data data;
    Journal journal;
    journal.stage("train", [&] {
      const std::uint64_t before = wait_count();
      const Numbers numbers = fit(
          journal, {.epochs = 3, .batch_size = 1}, model, adam, rows, [&](const IntTensor& batch) {
            return mse_loss(model(gather(data.x, batch)), gather(data.y, batch));
          });
      CHECK(wait_count() == before + 3);
      return numbers;
    });
  }
}

TEST_CASE("A loss on a device that is not finite names its batch") {
  for (const Device device : testing::other_devices()) {
    INFO(device.str());
    clear_interrupt();
    const nn::WeightsOn weights_on(device);
    Journal journal;
    Generator random(1);
    nn::Linear model(1, 1, random);
    optim::SGD sgd(model.named_parameters(), {.learning_rate = 0});
    Index steps = 0;
    CHECK_THROWS_WITH(
        journal.stage("train",
                      [&] {
                        return fit(journal, {.epochs = 2, .batch_size = 1}, model, sgd, 10,
                                   [&](const IntTensor&) {
                                     const float factor = ++steps == 14 ? std::nanf("") : 1.0f;
                                     return mean(model(Tensor::ones({1, 1}))) * factor;
                                   });
                      }),
        ContainsSubstring("the loss is nan in epoch 2, batch 4"));
  }
}

TEST_CASE("It does not matter at which save a run was killed") {
  const Experiment experiment = with_everything();
  const std::string whole = in_one_go(experiment);
  struct Death {};  // which nobody between here and there knows
  for (Index death = 0; death < 28; death += 3) {
    const TemporaryFolder folder;
    const auto file = folder / "checkpoint.safetensors";
    try {
      Experiment first = experiment;
      Journal journal(file, {}, false, 0);
      journal.stage("before", [] { return Numbers{}; });
      first.options.schedule = [death, schedule = experiment.options.schedule](Index step) {
        if (step == death) throw Death();
        return schedule(step);
      };
      first.weights_and_log(journal);
      FAIL("it should have died");
    } catch (const Death&) {
    }
    Experiment second = experiment;
    Journal journal(file, {}, true, 1000);
    journal.stage("before", [] { return Numbers{}; });
    CHECK(second.weights_and_log(journal) == whole);
    CHECK(second.steps == 28 - death);
  }
}

TEST_CASE("Early stopping ends with the weights and numbers of the best epoch") {
  clear_interrupt();
  Experiment experiment;
  experiment.options.epochs = 200;
  experiment.options.early_stopping = {.patience = 3, .min_improvement = 0.001};
  Journal journal;
  const std::string stopped = experiment.weights_and_log(journal);
  const auto losses = series(journal.log(), "train", "val_loss");
  REQUIRE(losses.size() < 200);
  const double best = losses[losses.size() - 4];
  CHECK(number(experiment.results, "val_loss") == best);

  // The weights are those of a run that ends there.
  Experiment shorter;
  shorter.options.epochs = static_cast<Index>(losses.size()) - 3;
  const std::string ended = in_one_go(shorter);
  CHECK(stopped.substr(0, 25 * sizeof(float)) == ended.substr(0, 25 * sizeof(float)));
}

TEST_CASE("The random generator goes on after training where it was before") {
  clear_interrupt();
  Generator random(5);
  random.take(11);
  nn::Sequential model(nn::Linear(1, 1, random), nn::Dropout(0.5f, random));
  optim::SGD sgd(model.named_parameters(), {.learning_rate = 0.1});
  const auto before = random.state();
  Journal journal;
  journal.stage("s", [&] {
    return fit(journal, {.random = &random}, model, sgd, 4, [&](const IntTensor&) {
      return mean(model(Tensor::ones({4, 1})));
    });
  });
  CHECK(random.state().seed == before.seed);
  CHECK(random.state().offset == before.offset);
}

TEST_CASE("The learning rate after training is the one before") {
  Generator random(5);
  nn::Linear model(1, 1, random);
  optim::SGD sgd(model.named_parameters(), {.learning_rate = 0.25});
  std::vector<Index> steps;
  Journal journal;
  journal.stage("s", [&] {
    const auto schedule = [&](Index step) {
      steps.push_back(step);
      return 0.5;
    };
    return fit(journal, {.epochs = 2, .batch_size = 3, .schedule = schedule}, model, sgd, 4,
               [&](const IntTensor&) {
                 return mean(model(Tensor::ones({4, 1})));
               });
  });
  CHECK(sgd.learning_rate() == 0.25);
  CHECK(steps == std::vector<Index>{0, 1, 2, 3});
}

TEST_CASE("A loss that is not finite ends the run and says where") {
  clear_interrupt();
  Experiment experiment;
  const auto [factor, word] = GENERATE(std::pair{NAN, "nan"}, std::pair{INFINITY, "inf"});
  experiment.loss_factor = factor;
  Journal journal;
  CHECK_THROWS_WITH(experiment.weights_and_log(journal),
                    std::string("train: the loss is ") + word +
                        " in epoch 1, batch 1; lower the learning rate, or look for strange "
                        "values in the data");
}

TEST_CASE("No epochs give the numbers of the untrained module") {
  clear_interrupt();
  Experiment experiment;
  experiment.options.epochs = 0;
  Journal journal;
  experiment.weights_and_log(journal);
  CHECK(experiment.steps == 0);
  CHECK(experiment.results.size() == 1);
  CHECK(journal.log().empty());
}

TEST_CASE("Training refuses what makes no sense") {
  clear_interrupt();
  Generator random(5);
  nn::Linear model(1, 1, random);
  optim::SGD sgd(model.named_parameters(), {.learning_rate = 0.25, .momentum = 0.9});
  const auto loss = [&](const IntTensor&) { return mean(model(Tensor::ones({4, 1}))); };
  Journal journal;
  const auto attempt = [&](const FitOptions& options, Index count) {
    return fit(journal, options, model, sgd, count, loss);
  };
  CHECK_THROWS_AS(attempt({}, 4), std::logic_error);  // outside a stage
  journal.stage("s", [&] {
    CHECK_THROWS_WITH(attempt({}, 0), "s: there are no training examples; check the data");
    CHECK_THROWS_AS(attempt({}, -1), std::invalid_argument);
    CHECK_THROWS_AS(attempt({.epochs = -1}, 4), std::invalid_argument);
    CHECK_THROWS_AS(attempt({.batch_size = 0}, 4), std::invalid_argument);
    CHECK_THROWS_AS(attempt({.clip_norm = -1}, 4), std::invalid_argument);
    CHECK_THROWS_AS(attempt({.clip_norm = NAN}, 4), std::invalid_argument);
    attempt({}, 4);
    return Numbers{};
  });
  journal.stage("again", [&] {
    CHECK_THROWS_WITH(attempt({}, 4), ContainsSubstring("the optimiser has been used before"));
    return Numbers{};
  });
}

}  // namespace primer::train
