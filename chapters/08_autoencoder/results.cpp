// # What pre-training was worth
//
// All is decided: the recipes, the seeds, the number of steps. Now the test
// pictures may come in.

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
// Each contender is trained with three seeds and each number of labels, and
// measured on the test pictures once, at its end. What a single training does is
// handed in as a function, so that networks and patches go through the same
// hands.

using Training = std::function<double(Index labels, std::uint64_t seed)>;
using Row = std::map<Index, Spread>;  // by number of labels

static Row measure(app::Run& run, const std::string& key,
                   const std::vector<Index>& amounts,
                   const Training& training) {
  std::map<Index, std::vector<double>> accuracies;
  for (Index i = 0; i < run.pick<Index>(1, 3, 10); ++i) {
    const auto seed = run.options().seed + static_cast<std::uint64_t>(i);
    for (const Index labels : amounts) {
      const auto numbers =
          run.stage(fmt::format("{}.{}.{}", key, labels, seed), [&] {
            return train::Numbers{{"test_accuracy", training(labels, seed)}};
          });
      accuracies[labels].push_back(train::number(numbers, "test_accuracy"));
    }
  }
  Row row;
  for (const auto& [labels, values] : accuracies) {
    row[labels] = spread_of(values);
    run.number(fmt::format("{}.{}.mean", key, labels), row[labels].mean);
    run.number(fmt::format("{}.{}.spread", key, labels), row[labels].deviation);
  }
  return row;
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

// Then the figures: how good everybody became, and how soon. For the second one
// we take the validation accuracies that were logged on the way.

static app::Series to_series(const std::string& caption, const Row& row) {
  app::Series series{caption, {}};
  for (const auto& [labels, spread] : row) {
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

// One number tells how much sooner: the first look at which the pre-trained
// network was as good as its rival from scratch became in the end.

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
    for (const auto& [labels, spread] : row) {
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
  enter("k-means patches, no network",
        measure(run, "patches", amounts, patches(run, pictures, test)));
  run.figure("accuracy", chart);
  compare_courses(run, amounts);
  for (const Index labels : amounts) {
    const auto gain = [&](const std::string& key, const std::string& over) {
      run.number(fmt::format("gain.{}.{}", key, labels),
                 100 * (rows[key][labels].mean - rows[over][labels].mean));
    };
    gain("frozen", "scratch");
    gain("fine_tuned", "scratch");
    gain("denoised", "scratch");
    gain("best", "best_scratch");
  }
}

void program(app::Run& run) {
  if (run.options().has("--search")) {
    search(run);
  } else {
    final_run(run);
  }
}

}  // namespace primer::chapter

int main(int argc, char** argv) {
  return primer::app::main(
      {.chapter = "08_autoencoder",
       .summary = "pre-train an autoencoder without labels, then fine-tune it",
       .options = {{"--search",
                    "look for the recipe that pays, on validation pictures"}}},
      argc, argv, primer::chapter::program);
}
