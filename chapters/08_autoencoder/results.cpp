// # What pre-training was worth
//
// All is decided: the recipes, the seeds, the number of steps. Now the test
// pictures may come in. First comes the program of the final run, and then its
// results.

#include "chapters/08_autoencoder/autoencoder.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "common/app/figures.hpp"
#include "common/autograd/node.hpp"
#include "common/autograd/operations.hpp"

namespace primer::chapter {

// ## The final run
//
// Each **contender**, a row of the table to come, is trained with three seeds and
// with 100, 1 000 and 10 000 labels, and measured on the test pictures once, at its
// end. Networks and patches learn in different ways, but they are to be measured in
// one: so `measure` is handed the training as a function, and does the rest.

using Training = std::function<double(Index labels, std::uint64_t seed)>;
using Row = std::map<Index, std::vector<double>>;  // labels: one for each seed

static Row measure(app::Run& run, const std::string& key,
                   const std::vector<Index>& amounts,
                   const Training& training) {
  Row row;
  for (Index i = 0; i < run.pick<Index>(1, 3, 10); ++i) {
    const auto seed = run.options().seed + static_cast<std::uint64_t>(i);
    for (const Index labels : amounts) {
      const auto numbers =
          run.stage(fmt::format("{}.{}.{}", key, labels, seed), [&] {
            return train::Numbers{{"test_accuracy", training(labels, seed)}};
          });
      row[labels].push_back(train::number(numbers, "test_accuracy"));
    }
  }
  for (const auto& [labels, accuracies] : row) {
    const Spread spread = spread_of(accuracies);
    run.number(fmt::format("{}.{}.mean", key, labels), spread.mean);
    run.number(fmt::format("{}.{}.spread", key, labels), spread.deviation);
  }
  return row;
}

// Whether one row is better than another is asked seed by seed, in **points**,
// hundredths of accuracy.

static void record_gain(app::Run& run, const std::string& key, const Row& row,
                        const Row& rival) {
  for (const auto& [labels, accuracies] : row) {
    std::vector<double> points;
    for (std::size_t i = 0; i < accuracies.size(); ++i) {
      points.push_back(100 * (accuracies[i] - rival.at(labels)[i]));
    }
    const Spread gain = spread_of(points);
    run.number(fmt::format("gain.{}.{}.mean", key, labels), gain.mean);
    run.number(fmt::format("gain.{}.{}.spread", key, labels), gain.deviation);
  }
}

// A network first takes over what its recipe wants pre-trained. Twelve times on
// its way it pauses for a look at the validation pictures.

static Training network(app::Run& run, const Recipe& recipe, Autoencoders& made,
                        const Pictures& pictures, const data::Dataset& test) {
  return [=, &run, &made, &pictures](Index labels, std::uint64_t seed) {
    Autoencoder* pretrained =
        made.find(run, recipe.pretraining, seed, pictures.unlabelled);
    Classifier model = make_classifier(recipe, seed, pretrained);
    optim::Adam adam = make_optimizer(model, recipe);
    finetune(run, model, adam, seed, draw_labelled(pictures, labels, seed),
             run.pick<Index>(1, 12, 12), [&] {
               return train::Numbers{
                   {"val_accuracy", accuracy(model, pictures.validation)}};
             });
    return accuracy(model, test);
  };
}

// k-means has its patches afresh for each seed too. Every feature is brought to
// mean zero and deviation one, as the labelled pictures have it, and logistic
// regression learns from them at Adam's usual rate of 0.001. The features of the
// test pictures are the same for all numbers of labels, so we keep them.

struct Codebook {
  PatchFeatures features;
  Tensor unseen;  // of the test pictures
};

static Tensor in_slices(const PatchFeatures& features, const Tensor& pictures) {
  constexpr Index slice = 20;
  const Tensor result({pictures.size(0), features.size()});
  for (Index begin = 0; begin < pictures.size(0); begin += slice) {
    const Index end = std::min(begin + slice, pictures.size(0));
    result.rows(begin, end).copy_from(features(pictures.rows(begin, end)));
  }
  return result;
}

static double learn_from_features(app::Run& run, const Codebook& codebook,
                                  data::Dataset labelled, data::Dataset test,
                                  std::uint64_t seed) {
  {
    const autograd::NoGrad off_the_tape;
    const Tensor x = in_slices(codebook.features, labelled.x);
    const Tensor middle = mean(x, 0);
    const Tensor size = sqrt(mean(square(x - middle), 0) + 0.01f);
    labelled.x = (x - middle) / size;
    test.x = (codebook.unseen - middle) / size;
  }
  Generator random(derive_seed(seed, 5));
  nn::Linear model(codebook.features.size(), 10, random);
  optim::Adam adam(model.named_parameters(), {.learning_rate = 0.001});
  finetune(run, model, adam, seed, labelled, 1,
           [] { return train::Numbers{}; });
  return accuracy(model, test);
}

static Training patches(app::Run& run, const Pictures& pictures,
                        const data::Dataset& test) {
  auto kept = std::make_shared<std::map<std::uint64_t, Codebook>>();
  return [=, &run, &pictures](Index labels, std::uint64_t seed) {
    if (!kept->contains(seed)) {
      PatchFeatures features(pictures.unlabelled,
                             run.pick<Index>(2000, 50'000, 200'000),
                             run.pick<Index>(16, 400, 1600), seed);
      kept->clear();
      kept->insert({seed, {features, in_slices(features, test.x)}});
    }
    return learn_from_features(
        run, kept->at(seed), draw_labelled(pictures, labels, seed), test, seed);
  };
}

// Then the figures: how good everybody became, and how soon the best networks with
// and without pre-training did. For the second one we take the validation
// accuracies that were logged on the way, mean over the seeds.

static app::Series to_series(const std::string& caption, const Row& row) {
  app::Series series{caption, {}};
  for (const auto& [labels, accuracies] : row) {
    const Spread spread = spread_of(accuracies);
    series.y.push_back(spread.mean);
    series.low.push_back(spread.mean - spread.deviation);
    series.high.push_back(spread.mean + spread.deviation);
  }
  return series;
}

constexpr double steps_between_looks = 79;  // twelve looks, 948 steps

static app::Series course(app::Run& run, const std::string& caption,
                          const std::string& key, Index labels) {
  const auto log = run.journal().log();
  app::Series mean{caption, {}};
  const Index seeds = run.pick<Index>(1, 3, 10);
  for (Index i = 0; i < seeds; ++i) {
    const auto seed = run.options().seed + static_cast<std::uint64_t>(i);
    const auto curve = train::series(
        log, fmt::format("{}.{}.{}", key, labels, seed), "val_accuracy");
    mean.y.resize(curve.size(), 0);
    for (std::size_t k = 0; k < curve.size(); ++k) {
      mean.y[k] += curve[k] / static_cast<double>(seeds);
    }
  }
  for (std::size_t k = 1; k <= mean.y.size(); ++k) {
    mean.x.push_back(steps_between_looks * static_cast<double>(k));
  }
  return mean;
}

// One number tells how much sooner: the steps until the first look at which the
// pre-trained network was as good as its rival from scratch became in the end.

static double steps_until(const app::Series& series, double accuracy) {
  const auto reached = std::ranges::find_if(
      series.y, [&](double value) { return value >= accuracy; });
  if (reached == series.y.end()) return std::nan("");
  return series.x[static_cast<std::size_t>(reached - series.y.begin())];
}

static void compare_courses(app::Run& run, const std::vector<Index>& amounts) {
  for (const Index labels : amounts) {
    const auto without = course(run, "from scratch", "best_scratch", labels);
    const auto with = course(run, "pre-trained", "best", labels);
    const std::string key = fmt::format("steps.{}", labels);
    run.number(key + ".best", steps_until(with, without.y.back()));
    run.number(key + ".best_scratch", steps_until(without, without.y.back()));
    if (labels != 1000) continue;
    run.figure("course", app::LineChart{"How soon, with 1000 labels",
                                        "steps",
                                        "validation accuracy",
                                        {without, with}});
  }
}

// ## Everything together
//
// Pre-training comes first, with each seed, for whoever wants it, because one
// stage of a run cannot stand inside another.

static void pretrain_all(app::Run& run, Autoencoders& made,
                         const Tensor& pictures) {
  for (Index i = 0; i < run.pick<Index>(1, 3, 10); ++i) {
    for (const Contender& c : contenders()) {
      made.find(run, c.recipe.pretraining,
                run.options().seed + static_cast<std::uint64_t>(i), pictures);
    }
  }
}

static void final_run(app::Run& run) {
  const Pictures pictures = load_pictures(run);
  const auto amounts = run.pick<std::vector<Index>>({100}, {100, 1000, 10000},
                                                    {100, 1000, 10000});
  const data::Dataset test =
      pictures.images.test.rows(0, run.pick<Index>(400, 10'000, 10'000));
  const Recipe& winner = contenders().back().recipe;

  Autoencoders made;
  pretrain_all(run, made, pictures.unlabelled);
  const auto first = [&](const std::optional<Corruption>& damage) {
    return made.find(run, damage, run.options().seed, pictures.unlabelled);
  };
  Autoencoder* plain = first(Corruption{});
  Autoencoder* denoising = first(winner.pretraining);
  look_inside(run, *plain, *denoising, *winner.pretraining, pictures);
  run.model(*plain);

  run.print("Test accuracy, mean ± spread over the seeds\n\n  {:<33}",
            "labels");
  for (const Index labels : amounts) run.print("   {:>13}", labels);
  run.print("\n");
  app::GroupChart chart{"What pre-training was worth",
                        "labelled pictures",
                        "test accuracy",
                        {},
                        {}};
  for (const Index labels : amounts)
    chart.groups.push_back(fmt::format("{}", labels));
  const auto enter = [&](const std::string& caption, const Row& row) {
    run.print("  {:<33}", caption);
    for (const auto& [labels, accuracies] : row) {
      const Spread spread = spread_of(accuracies);
      run.print("   {:.3f} ± {:.3f}", spread.mean, spread.deviation);
    }
    run.print("\n");
    chart.series.push_back(to_series(caption, row));
  };
  std::map<std::string, Row> rows;
  for (const Contender& c : contenders()) {
    rows[c.key] = measure(run, c.key, amounts,
                          network(run, c.recipe, made, pictures, test));
    enter(c.caption, rows[c.key]);
  }
  rows["patches"] =
      measure(run, "patches", amounts, patches(run, pictures, test));
  enter("k-means patches, no network", rows["patches"]);
  run.figure("accuracy", chart);
  compare_courses(run, amounts);

  record_gain(run, "frozen", rows["frozen"], rows["scratch"]);
  record_gain(run, "fine_tuned", rows["fine_tuned"], rows["scratch"]);
  record_gain(run, "denoised", rows["denoised"], rows["scratch"]);
  record_gain(run, "shallow", rows["best_scratch"], rows["scratch"]);
  record_gain(run, "best", rows["best"], rows["best_scratch"]);
  record_gain(run, "patches", rows["patches"], rows["best"]);
  record_gain(run, "pixels", rows["pixels"], rows["scratch"]);
}

void program(app::Run& run) {
  if (run.options().has("--search")) {
    search(run);
  } else {
    final_run(run);
  }
}

// ## Results
//
// Accuracy on the 10 000 test pictures, mean and spread over three seeds:
//
// | labelled pictures | 100 | 1 000 | 10 000 |
// |---|---|---|---|
// | logistic regression on pixels | {{pixels.100.mean:.3f}} ± {{pixels.100.spread:.3f}} | {{pixels.1000.mean:.3f}} ± {{pixels.1000.spread:.3f}} | {{pixels.10000.mean:.3f}} ± {{pixels.10000.spread:.3f}} |
// | the article's network, from scratch | {{scratch.100.mean:.3f}} ± {{scratch.100.spread:.3f}} | {{scratch.1000.mean:.3f}} ± {{scratch.1000.spread:.3f}} | {{scratch.10000.mean:.3f}} ± {{scratch.10000.spread:.3f}} |
// | pre-trained, encoder frozen | {{frozen.100.mean:.3f}} ± {{frozen.100.spread:.3f}} | {{frozen.1000.mean:.3f}} ± {{frozen.1000.spread:.3f}} | {{frozen.10000.mean:.3f}} ± {{frozen.10000.spread:.3f}} |
// | pre-trained, fine-tuned | {{fine_tuned.100.mean:.3f}} ± {{fine_tuned.100.spread:.3f}} | {{fine_tuned.1000.mean:.3f}} ± {{fine_tuned.1000.spread:.3f}} | {{fine_tuned.10000.mean:.3f}} ± {{fine_tuned.10000.spread:.3f}} |
// | pre-trained on noise, fine-tuned | {{denoised.100.mean:.3f}} ± {{denoised.100.spread:.3f}} | {{denoised.1000.mean:.3f}} ± {{denoised.1000.spread:.3f}} | {{denoised.10000.mean:.3f}} ± {{denoised.10000.spread:.3f}} |
// | best network from scratch | {{best_scratch.100.mean:.3f}} ± {{best_scratch.100.spread:.3f}} | {{best_scratch.1000.mean:.3f}} ± {{best_scratch.1000.spread:.3f}} | {{best_scratch.10000.mean:.3f}} ± {{best_scratch.10000.spread:.3f}} |
// | best network pre-trained | {{best.100.mean:.3f}} ± {{best.100.spread:.3f}} | {{best.1000.mean:.3f}} ± {{best.1000.spread:.3f}} | {{best.10000.mean:.3f}} ± {{best.10000.spread:.3f}} |
// | patches of k-means, no network | {{patches.100.mean:.3f}} ± {{patches.100.spread:.3f}} | {{patches.1000.mean:.3f}} ± {{patches.1000.spread:.3f}} | {{patches.10000.mean:.3f}} ± {{patches.10000.spread:.3f}} |
//
// ![What pre-training was worth](results/accuracy.svg)
//
// And the differences that matter, taken seed by seed:
//
// | points gained | 100 | 1 000 | 10 000 |
// |---|---|---|---|
// | the encoder frozen, over from scratch | {{gain.frozen.100.mean:+.1f}} ± {{gain.frozen.100.spread:.1f}} | {{gain.frozen.1000.mean:+.1f}} ± {{gain.frozen.1000.spread:.1f}} | {{gain.frozen.10000.mean:+.1f}} ± {{gain.frozen.10000.spread:.1f}} |
// | fine-tuned, over from scratch | {{gain.fine_tuned.100.mean:+.1f}} ± {{gain.fine_tuned.100.spread:.1f}} | {{gain.fine_tuned.1000.mean:+.1f}} ± {{gain.fine_tuned.1000.spread:.1f}} | {{gain.fine_tuned.10000.mean:+.1f}} ± {{gain.fine_tuned.10000.spread:.1f}} |
// | pre-trained on noise and fine-tuned, over from scratch | {{gain.denoised.100.mean:+.1f}} ± {{gain.denoised.100.spread:.1f}} | {{gain.denoised.1000.mean:+.1f}} ± {{gain.denoised.1000.spread:.1f}} | {{gain.denoised.10000.mean:+.1f}} ± {{gain.denoised.10000.spread:.1f}} |
// | one hidden layer, over three, both from scratch | {{gain.shallow.100.mean:+.1f}} ± {{gain.shallow.100.spread:.1f}} | {{gain.shallow.1000.mean:+.1f}} ± {{gain.shallow.1000.spread:.1f}} | {{gain.shallow.10000.mean:+.1f}} ± {{gain.shallow.10000.spread:.1f}} |
// | the best network pre-trained, over the best from scratch | {{gain.best.100.mean:+.1f}} ± {{gain.best.100.spread:.1f}} | {{gain.best.1000.mean:+.1f}} ± {{gain.best.1000.spread:.1f}} | {{gain.best.10000.mean:+.1f}} ± {{gain.best.10000.spread:.1f}} |
// | patches of k-means, over the best network pre-trained | {{gain.patches.100.mean:+.1f}} ± {{gain.patches.100.spread:.1f}} | {{gain.patches.1000.mean:+.1f}} ± {{gain.patches.1000.spread:.1f}} | {{gain.patches.10000.mean:+.1f}} ± {{gain.patches.10000.spread:.1f}} |
//
// Begin at the bottom of the second table. The patches of k-means, a method of 1957
// with no network in it, are ahead of every network here, pre-trained or not, on
// average. At 100 labels the difference is smaller than its own spread, at 1 000 it
// is not. What the autoencoder learned cannot be much.
//
// Frozen, its code is *worse* than the pixels themselves once there are a thousand
// labels, and it hardly gets better with ten thousand. Our explanation, which we
// have not tested: what a picture's class depends on, such as a collar or a zip, is
// often a few pixels, and a mean squared error does not miss those. They are not in
// the code, and no head can read there what was never written down. One thing is
// certain: a code that redraws pictures need not be one that names them.
//
// Fine-tuned, the encoder may put it back, and then pre-training is worth
// something: {{gain.fine_tuned.100.mean:.1f}} and
// {{gain.fine_tuned.1000.mean:.1f}} points at 100 and 1 000 labels in the
// article's network, the second of them no larger than its spread. But look at
// how much of that is repair. Leaving out two of the three layers gains as much,
// without any pre-training, and then pre-training adds about a point or less to
// the best network from scratch. It has the same sign at all three numbers of
// labels, so it is probably not zero, and it is certainly small.
//
// ![Validation accuracy on the way, with 1 000 labels](results/course.svg)
//
// It also comes sooner. With 1 000 labels the pre-trained network is after
// {{steps.1000.best:.0f}} steps where the one from scratch ends up after
// {{steps.1000.best_scratch:.0f}}; with 10 000, after {{steps.10000.best:.0f}}
// instead of {{steps.10000.best_scratch:.0f}}. (The curves are flat there, so a
// little luck moves these numbers far.) But do not forget what came before. In
// seconds of the recorded run, fine-tuning took {{timing.best.1000.1:.2f}}, and
// the pre-training that shortened it {{timing.pretrain.noisy_60.1:.1f}}. For one
// task that is a bad bargain. It becomes a good one when an encoder is trained
// once and used many times, by people who could not have trained it themselves,
// and that is how large models are used.
//
// Why is it so little? We have guesses. Labels and pre-training may teach much the
// same thing here, that some pixels move together, and a few hundred labels teach it
// alone. The pictures are small, centred and alike, so there is not much
// else to know about them. And redrawing is a poor task: it rewards large grey areas
// and not what tells things apart. Chapter 9 will keep the data and change the task,
// from "draw this" to "which of these is the same thing?".
//
// What we do not know is how much better a network made for pictures would do, one
// that shares its weights between places as the patches do. Chapter 6 will
// have such networks.
//
// ## Exercises
//
// 1. **The mean squared error and its gradient**, for a batch of pictures. The
//    article leaves the pixels out of the mean; you will see what that does.
// 2. **Holes that can be drawn again.** Which pixels of a picture turn black
//    depends on the seed, the epoch, the picture and the pixel, and not on how
//    batches are cut.
// 3. **The linear code that an autoencoder has to beat.** Find principal
//    components by power iteration, and see that what they lose is the variance
//    of the axes that are missing.
// 4. **An honest division.** Somebody divides a pool of pictures into a few to
//    train on and some to validate on. Write the checks that tell an honest
//    division from ten others.
// 5. **Fine-tuning with a few labels.** Put a new head on a pre-trained encoder.
//    Train it with the encoder frozen, then both at different rates, and keep the
//    network that looked best in validation.
//
// {{exercises}}
//
// Each has its task in `exercises/08_autoencoder`; `./primer grade 8.1` says how far
// you are with the first, and `./primer hint 8.1` helps, a little more each time.
//
// To try, without points:
//
// - Add a fourth kind of damage: salt and pepper, a share of the pixels set to 0 or
//   to 1 by the toss of a coin. Where does it stand in the search?
// - Take the ReLU off the code. How many of the 32 numbers are alive now, does the
//   autoencoder beat 32 principal components, and is the code better to classify
//   by?
// - A masked pixel is judged like any other here. Let the loss look at the masked
//   pixels alone, as [He and others (2022)](@he2022) did on large pictures, and run the
//   search again.
//
// ## What the article gets wrong
//
// The article's code builds the network, makes the optimiser, calls `model.train()`,
// and goes on: "training code omitted". Calling `train()` trains nothing. It flips a
// switch that tells dropout and its like to behave as during training; the weights
// stay as random as they were. Whoever copies these lines and fine-tunes gets the
// row "from scratch" of our table and believes that it is another one. Nothing
// would tell them, unless they print the autoencoder's loss before and after.
//
// The article says that fine-tuning may use little data *because* the network has
// learned general knowledge before. Put so, it is a promise, and one that can be
// tested. On these pictures and in this network, general knowledge was worth
// {{gain.fine_tuned.100.mean:.1f}}, {{gain.fine_tuned.1000.mean:.1f}} and
// {{gain.fine_tuned.10000.mean:.1f}} points at 100, 1 000 and 10 000 labels.
//
// And its loss, $\frac1N \sum_{i=1}^N (x_i - \hat x_i)^2$, calls $N$ the number of
// samples, as if each had one pixel. [Chapter 4](../04_autograd/mlp.cpp) says what
// that does to the gradient.
//
// ## Further reading
//
// - Karl Pearson, [*On lines and planes of closest fit to systems of points in
//   space*](@pearson1901), 1901: principal components, drawn by hand.
// - Pierre Baldi and Kurt Hornik, [*Neural networks and principal component
//   analysis: learning from examples without local minima*](@baldi1989), 1989:
//   what a linear autoencoder can learn at best.
// - Geoffrey Hinton and Ruslan Salakhutdinov, [*Reducing the dimensionality of
//   data with neural networks*](@hinton2006), 2006: the paper that made deep
//   autoencoders famous.
// - Pascal Vincent and others, [*Extracting and composing robust features with
//   denoising autoencoders*](@vincent2008), 2008: pictures with holes.
// - Dumitru Erhan and others, [*Why does unsupervised pre-training help deep
//   learning?*](@erhan2010), 2010: the question of this chapter, asked when it
//   mattered most.
// - Adam Coates, Honglak Lee and Andrew Ng, [*An analysis of single-layer
//   networks in unsupervised feature learning*](@coates2011), 2011: k-means wins.
// - Jeremy Howard and Sebastian Ruder, [*Universal language model fine-tuning for
//   text classification*](@howard2018), 2018: discriminative rates.
// - Kaiming He and others, [*Masked autoencoders are scalable vision
//   learners*](@he2022), 2022: holes in three quarters of the picture, a
//   Transformer, and a million pictures; there it pays.

}  // namespace primer::chapter

int main(int argc, char** argv) {
  return primer::app::main(
      {.chapter = "08_autoencoder",
       .summary = "pre-train an autoencoder without labels, then fine-tune it",
       .options = {{"--search",
                    "look for the recipe that pays, on validation pictures"}}},
      argc, argv, primer::chapter::program);
}
