// # Autoencoders: learning before the labels come
//
// Photographs cost nothing and labels cost somebody's afternoon. We have 60 000
// pictures of clothes; suppose that only a hundred of them had been labelled.
// Could a network learn something useful from the other 59 900 first, so that a
// hundred labels are enough for the rest?
//
// That is the plan of most large models, and the title of this book:
// **pre-train** on what is plentiful, then **fine-tune** on what is scarce. This
// chapter goes through it once, in its smallest complete form. It has five
// pages. On this one a network learns from pictures alone. On the
// [second](finetune.cpp) it meets the labels, beside a network that has to do
// without the preparation. The [third](patches.cpp) brings in a rival that is no
// network at all. And because the first attempt turns out to be worth little, the
// [fourth](search.cpp) asks what pre-training would need to pay, and tries it. The
// [last](results.cpp) shows what came of it all.

#include "chapters/08_autoencoder/autoencoder.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "common/app/figures.hpp"
#include "common/autograd/node.hpp"
#include "common/autograd/operations.hpp"
#include "common/data/fashion_mnist.hpp"
#include "common/data/principal_components.hpp"
#include "common/optim/adam.hpp"
#include "common/train/fit.hpp"

namespace primer::chapter {

// ## A task that needs no labels
//
// What can one ask of a picture without knowing what it shows? An **autoencoder**
// is asked to draw it again. That would be no task at all, were it not for the
// narrow place in its middle: 784 pixels have to pass through 32 numbers, the
// **code**, and come out as 784 pixels. Thirty-two numbers cannot remember pixels
// one by one. They have to hold what pictures of clothes have in common and what
// sets this one apart.
//
// So there are two functions, an **encoder** $f$ from pixels to the code and a
// **decoder** $g$ back, and the loss is how far the picture that comes out is
// from the one that went in, squared and averaged over the $D = 784$ pixels of
// $N$ pictures:
//
// $$ L = \frac{1}{ND} \sum_{n=1}^{N} \sum_{d=1}^{D} (x_{nd} - \hat x_{nd})^2,
//    \qquad \hat x_n = g(f(x_n)) $$
//
// If $f$ and $g$ were linear, we would not have to train anything. The best
// linear code of 32 numbers has been known since 1901: it is the picture's place
// along the 32 directions in which pictures vary most, its **principal
// components** ([Pearson 1901](@pearson1901); for autoencoders, [Baldi & Hornik
// 1989](@baldi1989)). That is the cheapest thing that could have worked, and
// further down we shall see whether a network beats it.
//
// The network comes from one of the five Chinese articles on pre-training that
// this book grew out of; where a page says *the article*, it means the one that
// its model is taken from. The encoder narrows in three layers, 784 to 128 to 64
// to 32 numbers, with a ReLU behind each.
//
// ![Each box is a layer with that many numbers; the narrow one in the middle is the code](network.dot)

nn::Sequential make_encoder(Generator& random, const Widths& w) {
  return nn::Sequential{nn::Linear(w.pixels, w.first, random), nn::ReLU(),
                        nn::Linear(w.first, w.second, random), nn::ReLU(),
                        nn::Linear(w.second, w.code, random),  nn::ReLU()};
}

// The decoder is its mirror image. Pixels lie between 0 and 1, and so does what
// leaves the sigmoid $\sigma(z) = 1 / (1 + e^{-z})$ at its end.

static nn::Sequential make_decoder(Generator& random, const Widths& w) {
  return nn::Sequential{nn::Linear(w.code, w.second, random),  nn::ReLU(),
                        nn::Linear(w.second, w.first, random), nn::ReLU(),
                        nn::Linear(w.first, w.pixels, random), nn::Sigmoid()};
}

Autoencoder::Autoencoder(Generator& random, const Widths& widths)
    : encoder(make_encoder(random, widths)),
      decoder(make_decoder(random, widths)) {}

Tensor Autoencoder::forward(const Tensor& pixels) {
  return decoder(encoder(pixels));
}

// A module tells the names of its parts, and that is all it takes to save it,
// load it and find its weights: `encoder.0.weight` is the first of them, here
// and in PyTorch. (Number 1 is a ReLU. It has no weights, but it takes a number.)

void Autoencoder::each_part(nn::PartsVisitor& visitor) {
  visitor.module("encoder", encoder);
  visitor.module("decoder", decoder);
}

// ## The same without a library
//
// Before we trust four layers of machinery, let us do by hand what they are
// supposed to do, for a single picture. A layer holds a matrix of weights, with a
// row for each number that it gives on, and that number is the row's sum of
// products with what came in, plus a bias. ReLU replaces it by zero if it is
// negative; at the last layer the sigmoid takes its place.

double plain_loss(Autoencoder& model, std::span<const float> picture) {
  const NamedTensors weights = model.state();  // weight, bias, weight, bias, …
  std::vector<double> x(picture.begin(), picture.end());
  for (std::size_t layer = 0; layer < weights.size(); layer += 2) {
    const Tensor& weight = weights[layer].second;  // (out, in)
    const Tensor& bias = weights[layer + 1].second;
    const bool last = layer + 2 == weights.size();
    std::vector<double> y;
    for (Index o = 0; o < weight.size(0); ++o) {
      double z = bias.data()[o];
      const float* row = weight.data() + o * weight.size(1);
      for (const double value : x) z += *row++ * value;
      y.push_back(last ? 1 / (1 + std::exp(-z)) : std::max(z, 0.0));
    }
    x = std::move(y);
  }
  double sum = 0;
  for (std::size_t d = 0; d < x.size(); ++d) {
    sum += (x[d] - picture[d]) * (x[d] - picture[d]);
  }
  return sum / static_cast<double>(x.size());
}

// That is the whole forward pass. For a batch of 128 pictures the three inner
// lines are matrix products, and `common/` hands them to kernels that do them
// much faster. The chapter's test sees to it that both agree.

// ## Pictures with holes
//
// Thirty-two numbers are few, but how they are spent is the autoencoder's choice,
// and there is a dull way to spend them: on how bright the upper left is, how
// bright the middle, as a thumbnail does. That redraws pictures passably and
// understands nothing of clothes. [Vincent, Larochelle, Bengio and Manzagol
// (2008)](@vincent2008) made the dull way pay less. Damage the picture that goes
// in, and compare what comes out with the picture *as it was*. A **denoising
// autoencoder** cannot pass on what is not there. To fill a hole in a sleeve, it
// has to know that there was a sleeve.
//
// We try three kinds of damage. Which of them teaches the most is an open
// question for now, so each has an amount that can be turned up and down.

std::string name(const Corruption& corruption) {
  const auto percent = std::lround(100 * corruption.amount);
  switch (corruption.kind) {
    case Corruption::Kind::none: return "plain";
    case Corruption::Kind::masked: return fmt::format("masked_{}", percent);
    case Corruption::Kind::noisy: return fmt::format("noisy_{}", percent);
    case Corruption::Kind::patch:
      return fmt::format("patch_{}", corruption.amount);
  }
  return "";
}

// Masking throws a die for each pixel, and where it falls low the pixel becomes
// black, which is what most of the background is anyway. The network is not told
// which black pixels are real.

static Tensor masked(const Tensor& pictures, double share, Generator& random) {
  const Tensor dice = Tensor::uniform(pictures.shape(), 0, 1, random);
  const Tensor result = pictures.clone();
  const auto limit = static_cast<float>(share);
  for (Index i = 0; i < result.size(); ++i) {
    if (dice.data()[i] < limit) result.data()[i] = 0;
  }
  return result;
}

// Scattered holes can be guessed from the pixels next to them. A square of zeros
// cannot: the network has to continue the picture from farther away.

static Tensor with_hole(const Tensor& pictures, Index side, Generator& random) {
  constexpr Index width = 28;
  const Tensor result = pictures.clone();
  const Tensor dice = Tensor::uniform({pictures.size(0), 2}, 0, 1, random);
  const auto place = [&](Index picture, Index axis) {
    const float die = dice.data()[2 * picture + axis];
    return static_cast<Index>(die * static_cast<float>(width - side + 1));
  };
  for (Index n = 0; n < pictures.size(0); ++n) {
    float* corner =
        result.data() + n * width * width + place(n, 0) * width + place(n, 1);
    for (Index row = 0; row < side; ++row) {
      std::fill_n(corner + row * width, side, 0.0f);
    }
  }
  return result;
}

// Noise, last, moves every pixel and hides none. Some pixels leave the range from
// 0 to 1 by it, and we let them.

Tensor corrupt(const Tensor& pictures, const Corruption& corruption,
               Generator& random) {
  const double amount = corruption.amount;
  switch (corruption.kind) {
    case Corruption::Kind::none: break;
    case Corruption::Kind::masked: return masked(pictures, amount, random);
    case Corruption::Kind::noisy:
      return pictures + Tensor::normal(pictures.shape(), 0,
                                       static_cast<float>(amount), random);
    case Corruption::Kind::patch:
      return with_hole(pictures, static_cast<Index>(amount), random);
  }
  return pictures;
}

// ## Pre-training
//
// Training is what it was in [chapter 4](../04_autograd/mlp.cpp): batches of 128,
// Adam with a rate of 0.001, ten epochs, and a loss. Only pixels occur in it, so
// all 60 000 training pictures may be used, the ones that we shall later hold back
// for validation included: nobody looks at their labels. Each batch is damaged
// anew, so that no picture comes by with the same holes twice. The generator that
// draws the damage goes to `fit`, which saves it with the weights: a run that is
// stopped and resumed draws the same holes.
//
// The **seed** decides the first weights, the order of the batches and where the
// holes are. A second seed is a second experiment, and we shall make three.

Autoencoder pretrain(app::Run& run, const Tensor& pictures,
                     const Corruption& corruption, std::uint64_t seed) {
  Generator weights(derive_seed(seed, 1)), damage(derive_seed(seed, 2));
  Autoencoder model(weights);
  const std::string stage =
      fmt::format("pretrain.{}.{}", name(corruption), seed);
  run.stage(stage, model, [&] {
    optim::Adam adam(model.named_parameters(), {.learning_rate = 0.001});
    return train::fit(
        run.journal(),
        {.epochs = run.pick<Index>(1, 10, 100),
         .batch_size = run.pick<Index>(32, 128, 128),
         .seed = seed,
         .random = &damage},
        model, adam, pictures.size(0), [&](const IntTensor& batch) {
          const Tensor x = gather(pictures, batch);
          return mse_loss(model(corrupt(x, corruption, damage)), x);
        });
  });
  return model;
}

// ## What has it learned?
//
// First the number. We measure the squared error on the 10 000 test pictures,
// which took no part in training, and beside it that of the best linear code,
// principal components of the same 60 000 pictures.

static double reconstruction_error(
    const Tensor& pictures,
    const std::function<Tensor(const Tensor&)>& redraw) {
  const autograd::NoGrad off_the_tape;
  double sum = 0;
  for (Index begin = 0; begin < pictures.size(0); begin += 1000) {
    const Index end = std::min(begin + 1000, pictures.size(0));
    const Tensor x = pictures.rows(begin, end);
    sum += mse_loss(redraw(x), x).item() * static_cast<double>(end - begin);
  }
  return sum / static_cast<double>(pictures.size(0));
}

// The linear code gets 32 components, as many numbers as our code has. But has it?
// A ReLU gives zero for everything negative, and a code number that is zero for
// *every* picture is no number at all: the code is then narrower than we ordered
// it. Such a unit rarely comes back to life, for no gradient passes a ReLU that is
// shut. So we count the ones that are **alive**, and let as many components
// compete a second time.

static Index count_alive(Autoencoder& model, const Tensor& pictures) {
  const autograd::NoGrad off_the_tape;
  const Tensor largest = max(model.encoder(pictures), 0);
  return std::ranges::count_if(largest.values(), [](float v) { return v > 0; });
}

static void compare_with_principal_components(app::Run& run, Autoencoder& model,
                                              const Tensor& pictures,
                                              const Tensor& unseen) {
  const Index alive = count_alive(model, pictures);
  const double by_network =
      reconstruction_error(unseen, [&](const Tensor& x) { return model(x); });
  const auto by_components = [&](Index n) {
    const auto linear = data::principal_components(pictures, n);
    return reconstruction_error(unseen, [&](const Tensor& x) {
      return linear.decode(linear.encode(x));
    });
  };
  const double by_all = by_components(32), by_as_many = by_components(alive);
  run.number("code.alive", static_cast<double>(alive));
  run.number("reconstruction.autoencoder", by_network);
  run.number("reconstruction.components", by_all);
  run.number("reconstruction.alive_components", by_as_many);
  run.print(
      "Squared error a pixel on pictures not seen before\n"
      "  autoencoder, 32 numbers, {} of them alive: {:.5f}\n"
      "  32 principal components: {:.5f}, {} components: {:.5f}\n\n",
      alive, by_network, by_all, alive, by_as_many);
}

// A squared error of a hundredth says little to the eye, so we also look. In the
// figure the first row went into the autoencoder and the second came out; the
// third is the first, damaged as the recipe that did best on the fourth page wants
// it, and the fourth is what the denoising autoencoder made of that.

static void draw_reconstructions(app::Run& run, Autoencoder& plain,
                                 Autoencoder& denoising,
                                 const Corruption& corruption,
                                 const Tensor& pictures) {
  const autograd::NoGrad off_the_tape;
  Generator random(run.options().seed);
  const Tensor damaged = corrupt(pictures, corruption, random);
  const auto row = [](const char* caption, const Tensor& x) {
    return app::ImageGrid::Row{caption, x.reshape({x.size(0), 28, 28})};
  };
  run.figure(
      "reconstructions",
      app::ImageGrid{
          "Ten pictures through a code of 32 numbers",
          {row("picture", pictures), row("decoded", plain(pictures)),
           row("damaged", damaged), row("repaired", denoising(damaged))}});
}

// And the code itself? Thirty-two numbers cannot be drawn, but their first two
// principal components can: the flattest view of the cloud that the codes form.
// We colour each dot by its class. The autoencoder has never seen a class, so
// wherever colours keep together, the code has found by itself something that
// people had a word for.

static void draw_code(app::Run& run, Autoencoder& model,
                      const data::Dataset& set,
                      const std::vector<std::string>& classes) {
  const autograd::NoGrad off_the_tape;
  const Tensor code = model.encoder(set.x);
  const auto plane = data::principal_components(code, 2);
  run.figure("code", app::Scatter{"The code, seen from its broadest side",
                                  plane.encode(code), set.y, classes,
                                  "first component", "second component"});
}

void look_inside(app::Run& run, Autoencoder& plain, Autoencoder& denoising,
                 const Corruption& corruption, const Pictures& pictures) {
  const Tensor unseen =
      pictures.images.test.x.rows(0, run.pick<Index>(500, 10'000, 10'000));
  const data::Dataset& validation = pictures.validation;
  compare_with_principal_components(run, plain, pictures.unlabelled, unseen);
  draw_reconstructions(run, plain, denoising, corruption, unseen.rows(0, 10));
  draw_code(run, plain,
            validation.rows(0, std::min<Index>(2000, validation.size())),
            pictures.images.classes);
  const auto log = run.journal().log();
  const auto curve = [&](const Corruption& c) {
    const std::string stage =
        fmt::format("pretrain.{}.{}", name(c), run.options().seed);
    return train::series(log, stage, "train_loss");
  };
  run.figure("pretraining",
             app::LineChart{"Learning to draw clothes again",
                            "epoch",
                            "squared error a pixel",
                            {{"whole pictures", curve({})},
                             {"damaged pictures", curve(corruption)}}});
}

// ![The error on the training pictures, epoch by epoch](results/pretraining.svg)
//
// Damaged pictures are harder to repair than whole ones are to redraw, which is no
// surprise. Neither curve has come to rest after ten epochs.
//
// ![Ten pictures, what the autoencoder made of them, the same with noise, and what the denoising autoencoder made of that](results/reconstructions.svg)
//
// The outlines survive, and what is soft: the fall of a coat, the gap between
// trouser legs. Prints, seams and laces do not. That is what a mean squared error
// asks for. A thin stripe, one pixel wide, that is drawn one pixel beside its place
// costs twice what no stripe at all costs, so where the network is unsure, it
// paints grey.
//
// The numbers are sobering. The autoencoder leaves a squared error of
// {{reconstruction.autoencoder:.5f}} a pixel, and 32 principal components, which need
// no training, leave {{reconstruction.components:.5f}}. Six layers
// and ten epochs have bought nothing over a method of 1901. The count says where
// they went: only {{code.alive:.0f}} of the 32 code numbers are alive. As many
// principal components leave {{reconstruction.alive_components:.5f}}, and those the
// network does beat, so its bends are worth something. We suspect that it was the
// ReLU on the code that gave the advantage away; the last page asks you to take it
// off and see.
//
// ![Each dot is a picture, each colour a class](results/code.svg)
//
// Two arms: above what is worn on the body, out to trousers at the tip, below what is
// worn on the feet, and bags in between. Nobody told it. But look at what lies on top
// of one another at the left: shirts, T-shirts, pullovers and coats, which *look*
// alike as pixels go. The next page hangs a classifier behind this code,
// and the code keeps what redraws a picture, which need not be what names it.

}  // namespace primer::chapter
