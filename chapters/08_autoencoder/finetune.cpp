// # Fine-tuning: a hundred labels
//
// The [page before](autoencoder.cpp) left us with an encoder that has seen 60 000
// pictures and not one label. Now somebody gives us a hundred labels, ten of each
// class. What is the encoder worth to us?
//
// The question sounds harmless, and it is where most claims about pre-training go
// wrong, because it needs an "instead of". Worth, compared with what? We shall
// compare with the same network without its past, with simpler ones, and with how
// much an accuracy moves when nothing changes but the seed.

#include "chapters/08_autoencoder/autoencoder.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "common/autograd/operations.hpp"
#include "common/train/fit.hpp"
#include "common/train/metrics.hpp"

namespace primer::chapter {

// ## Replacing the output layer
//
// The decoder has done its work; we only wanted what it forced the encoder to
// learn. In its place we put a single new layer, the **head**, with one output
// for each of the ten classes. Softmax and cross-entropy make of these ten
// numbers what they made of them in [chapter 4](../04_autograd/matrices.cpp#two-losses).
//
// ![Above, what was trained without labels; below, what starts from its encoder](transfer.dot)
//
// One choice hides here. The 32 numbers of the code are the encoder's last word,
// but perhaps not its best: on their way there they were 128 numbers, then 64.
// So we leave open where the encoder is **cut**, after how many of its three
// layers. Cut after none, the head looks at the pixels themselves, and what
// remains is **logistic regression**. It has no hidden layer and nothing to
// pre-train, and everything else will have to beat it.

static Index width_after(int layers) {
  const Widths w;
  const Index widths[] = {w.pixels, w.first, w.second, w.code};
  return widths[layers];
}

Classifier::Classifier(Generator& random, int layers)
    : head(width_after(layers), 10, random) {
  for (int i = 0; i < layers; ++i) {
    encoder.append(nn::Linear(width_after(i), width_after(i + 1), random));
    encoder.append(nn::ReLU());
  }
}

Tensor Classifier::forward(const Tensor& pixels) {
  return head(encoder(pixels));
}

void Classifier::each_part(nn::PartsVisitor& visitor) {
  visitor.module("encoder", encoder);
  visitor.module("head", head);
}

// The names are the autoencoder's, `encoder.0.weight` and so on. To take over
// what it learned we copy the tensors of the layers that we keep, each of which
// has a weight and a bias. The head starts from random numbers in any case.

Classifier make_classifier(const Recipe& recipe, std::uint64_t seed,
                           Autoencoder* pretrained) {
  Generator random(derive_seed(seed, 3));
  Classifier model(random, recipe.layers);
  if (recipe.pretraining) {
    NamedTensors learned = pretrained->encoder.state();
    learned.resize(2 * static_cast<std::size_t>(recipe.layers));
    model.encoder.load_state(learned);
  }
  return model;
}

// ## A rate for each layer
//
// How fast should it learn now? The head knows nothing, and wants large steps.
// The encoder knows something, and large steps might wipe it out. The two ends of
// that scale have names. **Frozen**, the encoder stays as it is and only the head
// learns. **Fine-tuned**, all learns. In between lie what [Howard and Ruder
// (2018)](@howard2018) called **discriminative** rates: each layer learns slower
// than the one above it, because what lies lower is more general and needs less
// change.
//
// One number says it all, the **decay**. The head learns at the full rate, the
// layer below it at the rate times the decay, the next at that times the decay
// again. A decay of 1 treats all layers alike, one of 0 freezes the encoder.

optim::Adam make_optimizer(Classifier& model, const Recipe& recipe) {
  model.encoder.requires_grad_(recipe.decay > 0);
  const NamedTensors weights = model.named_parameters();
  std::vector<optim::Group> groups{{nn::starting_with("head.", weights), 1}};
  double factor = 1;
  for (int layer = recipe.layers - 1; layer >= 0; --layer) {
    factor *= recipe.decay;
    const std::string name = fmt::format("encoder.{}.", 2 * layer);
    groups.push_back({nn::starting_with(name, weights), factor});
  }
  return optim::Adam(groups, {.learning_rate = recipe.rate});
}

// ## As many steps for everybody
//
// With a hundred labels an honest epoch is a single step, with ten thousand it is
// seventy-nine. A network that was allowed more epochs might look better only
// because it took more steps. So every network takes the same number, 948 batches
// of 128 pictures, which is twelve times through ten thousand. Where there are
// fewer labels, each labelled picture comes up as often as it takes: row $i$ of
// what is shown is labelled picture $i \bmod n$.

static IntTensor modulo(const IntTensor& rows, Index divisor) {
  const IntTensor result(rows.shape());
  std::ranges::transform(
      rows.values(), result.values().begin(),
      [=](std::int32_t n) { return n % static_cast<std::int32_t>(divisor); });
  return result;
}

// That is a fixed budget, and it is arbitrary. It is enough to learn a hundred
// pictures by heart many times over, and a little short for ten thousand. We do
// not let the validation pictures tell each network when to stop, because whoever
// has a hundred labels does not have five thousand more for that. (The
// [fourth page](search.cpp) will use them to choose recipes, and has to answer for
// it there.)

void finetune(app::Run& run, nn::Module& model, optim::Optimizer& optimizer,
              std::uint64_t seed, const data::Dataset& labelled, Index looks,
              const std::function<train::Numbers()>& look) {
  const Index batch_size = run.pick<Index>(32, 128, 128);
  const Index steps = run.pick<Index>(12, 948, 948);
  const Index rows = steps / looks * batch_size;
  if (rows < labelled.size()) {
    throw std::invalid_argument("some labelled pictures would not be shown");
  }
  train::fit(
      run.journal(), {.epochs = looks, .batch_size = batch_size, .seed = seed},
      model, optimizer, rows,
      [&](const IntTensor& batch) {
        const IntTensor shown = modulo(batch, labelled.size());
        return cross_entropy(model(gather(labelled.x, shown)),
                             gather(labelled.y, shown));
      },
      look);
}

// What `fit` calls an epoch lasts here from one **look** to the next. With twelve
// looks that is 10 112 rows, just enough for no labelled picture to be left out.
// At a look we shall log the **accuracy** on the validation pictures, the share of
// them whose class it names, so that afterwards we can see not only where a network
// arrived but how soon.

double accuracy(nn::Module& model, const data::Dataset& set) {
  return train::classify(model, set, 10).accuracy();
}

// ## How much is luck?
//
// A network of the same shape, trained in the same way, gives another accuracy
// each time: other pictures were labelled, the first weights and the order of the
// batches were others, and the autoencoder happened to learn something else. We
// want to know what pre-training is worth and not what luck is worth, so each
// comparison is made three times, with everything drawn afresh. The tables give
// the mean of the three and their **spread**, the standard deviation.
//
// Three is few, and the spread lumps all kinds of luck together. What helps is
// that rivals share theirs: under one seed all of them get the same labels. If
// those are easy, they are easy for everybody. So for the question "who is better,
// and by how much?" we subtract seed by seed, and give the mean and spread of the
// *differences*.

Spread spread_of(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double v : values) mean += v / n;
  for (const double v : values) squares += (v - mean) * (v - mean);
  return {mean, std::sqrt(squares / std::max(1.0, n - 1))};
}

// ## Three sets of pictures
//
// The 60 000 training pictures do three duties. All of them, without labels, are
// what the autoencoder learns from. 55 000 of them are the **candidates** that
// the few labelled ones are drawn from. And 5 000 are held back for
// **validation**: whatever we choose, we choose by them. The 10 000 test pictures
// wait for the end.

Pictures load_pictures(const app::Run& run) {
  Pictures p{data::load_images(run.options().data), {}, {}, {}};
  const Index all = p.images.train.size();
  const auto [candidates, validation] =
      data::split(all, 5000, run.options().seed);
  p.candidates = data::subset(p.images.train, candidates);
  p.validation = data::subset(
      p.images.train, validation.rows(0, run.pick<Index>(300, 5000, 5000)));
  p.unlabelled = p.images.train.x.rows(0, run.pick<Index>(500, all, all));
  return p;
}

// The labelled pictures are drawn in equal parts from the ten classes, afresh for
// each seed, and a larger set contains the smaller one.

data::Dataset draw_labelled(const Pictures& pictures, Index labels,
                            std::uint64_t seed) {
  return data::subset(
      pictures.candidates,
      data::stratified(pictures.candidates.y, labels, 10, seed));
}

// And several networks begin with the same autoencoder, so it is trained when it
// is first asked for and kept.

Autoencoder* Autoencoders::find(app::Run& run,
                                const std::optional<Corruption>& damage,
                                std::uint64_t seed, const Tensor& pictures) {
  if (!damage) return nullptr;
  const std::string key = fmt::format("{}.{}", name(*damage), seed);
  if (!made_.contains(key)) {
    made_.emplace(key, pretrain(run, pictures, *damage, seed));
  }
  return &made_.at(key);
}

// How a classifier is made and trained, what it takes over, where it is cut, at
// which rate and decay it learns, is its **recipe**. Which recipes shall compete?
// Before we decide, we [meet](patches.cpp) one more rival.

}  // namespace primer::chapter
