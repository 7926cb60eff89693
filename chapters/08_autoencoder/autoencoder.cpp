// # Autoencoders: learning before the labels come
//
// Photographs cost nothing and labels cost somebody's afternoon. We have 60 000
// pictures of clothes; suppose that only a hundred of them had been labelled.
// Could a network learn something useful from the other 59 900 first, so that a
// hundred labels are enough for the rest?
//
// That is the plan of every large model, and the title of this book:
// **pre-train** on what is plentiful, then **fine-tune** on what is scarce. This
// chapter goes through it once, in its smallest complete form.

#include "chapters/08_autoencoder/autoencoder.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "common/app/figures.hpp"
#include "common/autograd/node.hpp"
#include "common/autograd/operations.hpp"
#include "common/data/fashion_mnist.hpp"
#include "common/optim/adam.hpp"
#include "common/train/fit.hpp"
#include "common/train/metrics.hpp"

namespace primer::chapter {

// ## A task that needs no labels
//
// What can one ask of a picture without knowing what it shows? An **autoencoder**
// is asked to draw it again. That would be no task at all, were it not for the
// narrow place in its middle: 784 pixels have to pass through 32 numbers, the
// **code**, and come out as 784 pixels. Thirty-two numbers cannot remember pixels
// one by one. They have to hold what pictures of clothes have in common and what
// sets this one apart.

nn::Sequential make_encoder(Generator& random, const Widths& widths) {
  const auto [pixels, first, second, code] = widths;
  return nn::Sequential(nn::Linear(pixels, first, random), nn::ReLU(),
                        nn::Linear(first, second, random), nn::ReLU(),
                        nn::Linear(second, code, random), nn::ReLU());
}

// The decoder is the encoder's mirror image. Pixels lie between 0 and 1, and so
// does the sigmoid that it ends in.

static nn::Sequential make_decoder(Generator& random, const Widths& widths) {
  const auto [pixels, first, second, code] = widths;
  return nn::Sequential(nn::Linear(code, second, random), nn::ReLU(),
                        nn::Linear(second, first, random), nn::ReLU(),
                        nn::Linear(first, pixels, random), nn::Sigmoid());
}

Autoencoder::Autoencoder(Generator& random, const Widths& widths)
    : encoder(make_encoder(random, widths)),
      decoder(make_decoder(random, widths)) {}

Tensor Autoencoder::forward(const Tensor& pixels) {
  return decoder(encoder(pixels));
}

// A module tells the names of its parts, and that is all it takes to save it,
// load it and find its weights: `encoder.0.weight` is the first of them, here
// and in PyTorch.

void Autoencoder::each_part(nn::PartsVisitor& visitor) {
  visitor.module("encoder", encoder);
  visitor.module("decoder", decoder);
}

// ## Pre-training
//
// The loss is the mean squared difference between the pixels that went in and
// those that came out, $\frac{1}{784N} \sum (x - \hat{x})^2$. Only pixels occur in
// it, so all 60 000 training images may be used, the ones that we shall later
// hold back for validation included: nobody looks at their labels.

static double reconstruction_loss(Autoencoder& model, const Tensor& pixels) {
  const autograd::NoGrad off_the_tape;
  double sum = 0;
  for (Index begin = 0; begin < pixels.size(0); begin += 1000) {
    const Index end = std::min(begin + 1000, pixels.size(0));
    const Tensor x = pixels.rows(begin, end);
    sum += mse_loss(model(x), x).item() * static_cast<double>(end - begin);
  }
  return sum / static_cast<double>(pixels.size(0));
}

static void pretrain(app::Run& run, Autoencoder& model, const Tensor& pixels,
                     const Tensor& test_pixels) {
  const auto results = run.stage("pretrain", model, [&] {
    optim::Adam adam(model.named_parameters(), {.learning_rate = 0.001});
    train::fit(
        run.journal(),
        {.epochs = run.pick<Index>(1, 20, 100), .seed = run.options().seed},
        model, adam, pixels.size(0), [&](const IntTensor& batch) {
          const Tensor x = gather(pixels, batch);
          return mse_loss(model(x), x);
        });
    return train::Numbers{
        {"test_loss", reconstruction_loss(model, test_pixels)}};
  });
  run.numbers("pretrain", results);
  run.print(
      "Pre-trained on {} images without labels: squared error {:.4f} a "
      "pixel on images it has not seen\n\n",
      pixels.size(0), train::number(results, "test_loss"));
}

// How much of a picture survives? Above what went in, below what came out of 32
// numbers.

static void draw_reconstructions(app::Run& run, Autoencoder& model,
                                 const Tensor& pixels) {
  const autograd::NoGrad off_the_tape;
  const Index n = pixels.size(0);
  run.figure("reconstructions",
             app::ImageGrid{"Ten pictures through a code of 32 numbers",
                            {{"original", pixels.reshape({n, 28, 28})},
                             {"decoded", model(pixels).reshape({n, 28, 28})}}});
}

// ## Replacing the output layer
//
// The decoder has done its work; we wanted the encoder. Behind the code we put a
// single new layer with one output for each class.

Classifier::Classifier(Generator& random)
    : encoder(make_encoder(random)), head(32, 10, random) {}

Tensor Classifier::forward(const Tensor& pixels) {
  return head(encoder(pixels));
}

void Classifier::each_part(nn::PartsVisitor& visitor) {
  visitor.module("encoder", encoder);
  visitor.module("head", head);
}

// Three networks of this shape compete. The first starts from random weights: it
// is what one would do without pre-training, and without it in the table the
// other two would prove nothing. The second takes over the encoder and leaves it
// as it is, **frozen**, so that only the new layer learns. The third is
// **fine-tuned**: it takes over the encoder and lets it learn on, at a third of
// the new layer's learning rate, since the encoder knows something already and
// the new layer nothing.

std::string name(Strategy strategy) {
  switch (strategy) {
    case Strategy::scratch: return "scratch";
    case Strategy::frozen: return "frozen";
    case Strategy::fine_tuned: return "fine_tuned";
  }
  return "";
}

static optim::Adam make_optimizer(Classifier& model, Strategy strategy) {
  model.encoder.requires_grad_(strategy != Strategy::frozen);
  const double encoder_rate = strategy == Strategy::scratch ? 1 : 0.3;
  const NamedTensors weights = model.named_parameters();
  return optim::Adam({{nn::starting_with("encoder.", weights), encoder_rate},
                      {nn::starting_with("head.", weights), 1.0}},
                     {.learning_rate = 0.001});
}

static double accuracy(Classifier& model, const data::Dataset& set) {
  const autograd::NoGrad off_the_tape;
  train::Confusion confusion(10);
  for (Index begin = 0; begin < set.size(); begin += 1000) {
    const Index end = std::min(begin + 1000, set.size());
    confusion.add(set.y.rows(begin, end),
                  argmax(model(set.x.rows(begin, end)), 1));
  }
  return confusion.accuracy();
}

// With a hundred labels an honest epoch is a single step, with ten thousand it is
// seventy-nine. So that every network takes the same number of steps, an epoch
// here always shows 10 000 images, and each labelled one comes up as often as it
// takes. The labelled images are drawn anew for each seed, equally many of each
// class.

static IntTensor modulo(const IntTensor& numbers, Index divisor) {
  const IntTensor result(numbers.shape());
  std::ranges::transform(
      numbers.values(), result.values().begin(),
      [=](std::int32_t n) { return n % static_cast<std::int32_t>(divisor); });
  return result;
}

struct Sets {
  data::Dataset labelled, validation, test;
};

static train::Numbers finetune(app::Run& run, Classifier& model,
                               Strategy strategy, std::uint64_t seed,
                               const Sets& sets) {
  optim::Adam adam = make_optimizer(model, strategy);
  const Index labels = sets.labelled.size();
  train::fit(
      run.journal(), {.epochs = run.pick<Index>(1, 12, 12), .seed = seed},
      model, adam, run.pick<Index>(200, 10000, 10000),
      [&](const IntTensor& batch) {
        const IntTensor rows = modulo(batch, labels);
        return cross_entropy(model(gather(sets.labelled.x, rows)),
                             gather(sets.labelled.y, rows));
      },
      [&] {
        return train::Numbers{
            {"val_accuracy", accuracy(model, sets.validation)}};
      });
  return {{"test_accuracy", accuracy(model, sets.test)}};
}

// ## The comparison
//
// Three amounts of labels, three strategies, three seeds: twenty-seven networks.
// A single run of each would not do. With a hundred labels it matters which
// hundred, and the spread between seeds tells how much of a difference is luck.

struct Result {
  double mean, spread;
};

static Result summary(const std::vector<double>& values) {
  double mean = 0, squares = 0;
  for (const double v : values) mean += v / static_cast<double>(values.size());
  for (const double v : values) squares += (v - mean) * (v - mean);
  const double degrees = std::max(1.0, static_cast<double>(values.size()) - 1);
  return {mean, std::sqrt(squares / degrees)};
}

static Result compete(app::Run& run, Autoencoder& pretrained, Strategy strategy,
                      const data::Dataset& candidates, Index labels,
                      const data::Dataset& validation,
                      const data::Dataset& test) {
  std::vector<double> accuracies;
  for (Index i = 0; i < run.pick<Index>(1, 3, 10); ++i) {
    const std::uint64_t seed =
        run.options().seed + static_cast<std::uint64_t>(i);
    const std::string stage =
        fmt::format("{}.{}.{}", name(strategy), labels, seed);
    const auto numbers = run.stage(stage, [&] {
      Generator random(derive_seed(seed, 1));
      Classifier model(random);
      if (strategy != Strategy::scratch) {
        model.encoder.load_state(pretrained.encoder.state());
      }
      const IntTensor chosen = data::stratified(candidates.y, labels, 10, seed);
      return finetune(run, model, strategy, seed,
                      {data::subset(candidates, chosen), validation, test});
    });
    accuracies.push_back(train::number(numbers, "test_accuracy"));
  }
  const Result result = summary(accuracies);
  const std::string key = fmt::format("{}.{}", name(strategy), labels);
  run.number(key + ".mean", result.mean);
  run.number(key + ".spread", result.spread);
  return result;
}

static std::string caption(Strategy strategy) {
  switch (strategy) {
    case Strategy::scratch: return "from scratch";
    case Strategy::frozen: return "frozen";
    case Strategy::fine_tuned: return "fine-tuned";
  }
  return "";
}

static void draw_results(app::Run& run,
                         const std::map<Strategy, app::Series>& curves) {
  const auto log = run.journal().log();
  run.figure("pretraining",
             app::LineChart{"Learning to draw clothes again",
                            "epoch",
                            "squared error a pixel",
                            {{"training images",
                              train::series(log, "pretrain", "train_loss")}}});
  app::GroupChart chart{"What pre-training is worth",
                        "labelled images",
                        "test accuracy",
                        {"100", "1 000", "10 000"},
                        {}};
  for (const auto& [strategy, curve] : curves) {
    chart.series.push_back(curve);
    chart.series.back().name = caption(strategy);
  }
  run.figure("accuracy", chart);
}

// ## Running it
//
// Everything together: read the pictures, pre-train once, let the twenty-seven
// compete, and print what came of it. The 10 000 test images are looked at once
// for each network, at its end; the 5 000 validation images were taken out of the
// training set.

void program(app::Run& run) {
  const auto& options = run.options();
  const data::ImageData images = data::load_images(options.data);
  const auto [labelled_rows, validation_rows] =
      data::split(images.train.size(), 5000, options.seed);
  const data::Dataset candidates = data::subset(images.train, labelled_rows);
  const data::Dataset test =
      images.test.rows(0, run.pick<Index>(200, 10000, 10000));
  const data::Dataset validation = data::subset(
      images.train, validation_rows.rows(0, run.pick<Index>(100, 5000, 5000)));
  const Tensor pictures =
      images.train.x.rows(0, run.pick<Index>(1500, 60000, 60000));

  Generator random(options.seed);
  Autoencoder autoencoder(random);
  pretrain(run, autoencoder, pictures, test.x);
  draw_reconstructions(run, autoencoder, test.x.rows(0, 10));
  run.model(autoencoder);

  run.print(
      "Test accuracy, mean ± spread over the seeds\n\n"
      "  {:>6}   {:>13}   {:>13}   {:>13}\n",
      "labels", "from scratch", "frozen", "fine-tuned");
  std::map<Strategy, app::Series> curves;
  for (const Index labels : {100, 1000, 10000}) {
    run.print("  {:>6}", labels);
    for (const Strategy strategy :
         {Strategy::scratch, Strategy::frozen, Strategy::fine_tuned}) {
      const Result result = compete(run, autoencoder, strategy, candidates,
                                    labels, validation, test);
      run.print("   {:>5.3f} ± {:.3f}", result.mean, result.spread);
      curves[strategy].y.push_back(result.mean);
      curves[strategy].low.push_back(result.mean - result.spread);
      curves[strategy].high.push_back(result.mean + result.spread);
    }
    run.print("\n");
  }
  draw_results(run, curves);
}

}  // namespace primer::chapter

int main(int argc, char** argv) {
  return primer::app::main(
      {.chapter = "08_autoencoder",
       .summary = "pre-train an autoencoder without labels, then fine-tune it"},
      argc, argv, primer::chapter::program);
}
