// # How many labels does it take?
//
// Two ways to learn are on the table. Somebody has to write the labels for
// them, and labels are what costs money. So the question is not only who is
// better, but who is better with how many.

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>

#include "chapters/01_bag_of_words/bag_of_words.hpp"
#include "common/app/figures.hpp"
#include "common/app/gnuplot.hpp"
#include "common/data/dataset.hpp"
#include "common/error/error.hpp"
#include "common/text/wordnet.hpp"
#include "common/train/metrics.hpp"

namespace primer::chapter {

// ## Texts that we may look at, and texts that we may not
//
// A classifier that is asked about the very definitions that it learned from can
// answer from memory. So one tenth of the definitions is put aside for the
// **test**, and another tenth for **validation**: whenever something is to be
// chosen, we choose what does best on the latter. The test is looked at once, when
// all is decided.
//
// Even so there is a way to cheat without noticing. WordNet defines a hundred kinds
// of boats one after the other, in much the same words. Divide the definitions at
// random, and nearly every boat in the test has sisters among the examples. On the
// page of a new author it will not. So we divide in two ways. In the **offset**
// split each definition goes where chance puts it. In the **hypernym** split all
// kinds of the same thing go together: to learn from, or to be tested with. The
// second is harder, and more like what happens to a program that leaves home.
//
// What is learned here is learned from the labelled texts alone: the vocabulary,
// the rarities, everything. That is what this chapter will be compared by.

namespace {

struct Part {
  Bags counts, weighted;
  Labels labels;
};

struct Task {
  text::Vocabulary vocabulary;
  Index classes;
  Part train, validation, test;
};

Task prepare(const text::LabelledTexts& train,
             const text::LabelledTexts& validation,
             const text::LabelledTexts& test) {
  Task task{vocabulary_of(train.texts),
            static_cast<Index>(train.classes.size()),
            {},
            {},
            {}};
  std::vector<double> worth;
  const auto fill = [&](Part& part, const text::LabelledTexts& from) {
    part.counts = count(from.texts, task.vocabulary);
    if (worth.empty()) worth = rarity(part.counts, Rarity::smooth);
    part.weighted = weigh(part.counts, {}, worth);
    part.labels = from.labels;
  };
  fill(task.train, train);
  fill(task.validation, validation);
  fill(task.test, test);
  return task;
}

// **Accuracy** is the share of texts that get the right class. The classes are very
// unequal: a quarter of all nouns are artifacts or persons, while `noun.motive` has
// forty-odd. A program that never says `noun.motive` hardly loses accuracy by it.
// So there is a second number, **macro F1**. For each class, F1 balances the texts
// that it missed against those that it was wrongly given to, and the mean over the
// classes counts them all alike, the small ones too.

train::Confusion judge(const LinearModel& model, const Bags& bags,
                       const Labels& labels) {
  const auto tensor = [](const Labels& from) {
    const IntTensor all({static_cast<Index>(from.size())});
    std::ranges::copy(from, all.data());
    return all;
  };
  train::Confusion confusion(model.classes);
  confusion.add(tensor(labels), tensor(predict(model, bags)));
  return confusion;
}

// ## One number to choose
//
// Both methods have one setting. Naive Bayes has $\alpha$, what each count starts
// at; logistic regression has $\lambda$, what large weights cost. Both say how far
// to trust few examples, and the best value depends on how many there are. We try a
// handful and keep what does best on the validation texts. (These are eight thousand
// labelled definitions. Somebody with a hundred labels does not have them and would
// have to divide the hundred. So the results with few labels are a little better
// than life.)
//
// The settings of logistic regression are tried from the strictest on, and each one
// starts with the weights of the one before, which are nearly right.

struct Learned {
  LinearModel model;
  double setting = 0, validation = 0;
};

Learned learn(app::Run& run, const std::string& method, const Task& task,
              std::uint64_t seed) {
  const bool bayes = method == "bayes";
  Learned chosen{LinearModel(0, task.classes)};
  LinearModel model(task.train.counts.columns, task.classes);
  const auto texts = static_cast<double>(task.train.counts.rows());
  const std::vector<double> settings =
      bayes ? std::vector<double>{1, 0.5, 0.2, 0.1, 0.05, 0.02}
            : std::vector<double>{1, 2, 5, 10, 20, 50};
  Index attempt = 0;
  for (const double setting : settings) {
    Descent descent;
    if (bayes) {
      model = train_naive_bayes(task.train.counts, task.train.labels,
                                task.classes, setting);
    } else {
      descent = train_logistic(task.train.weighted, task.train.labels,
                               1 / (setting * texts), model);
    }
    const Part& part = task.validation;
    const double accuracy =
        judge(model, bayes ? part.counts : part.weighted, part.labels)
            .accuracy();
    run.journal().record(
        seed, attempt++,
        {{"setting", setting},
         {"val_accuracy", accuracy},
         {"evaluations", descent.evaluations},
         {"train_loss",
          descent.losses.empty() ? std::nan("") : descent.losses.back()}});
    if (accuracy > chosen.validation || chosen.model.words == 0)
      chosen = {model, setting, accuracy};
  }
  return chosen;
}

// ## The experiment
//
// For each way to divide, each method, and each number of labels: draw so many of
// the training definitions, each class by its share, learn, and test. The draw is
// luck, so with few labels we do it with several seeds and report the mean.

struct Amount {
  std::string name;
  std::int64_t labels;
  Index draws;
};

struct Cell {
  double accuracy = 0, f1 = 0, spread = 0;
};

Cell measure(app::Run& run, const std::string& key, const std::string& method,
             const text::TextSplits& texts, const Amount& amount) {
  std::vector<double> accuracies;
  Cell mean;
  const auto draws = static_cast<double>(amount.draws);
  for (Index i = 0; i < amount.draws; ++i) {
    const auto seed = run.options().seed + static_cast<std::uint64_t>(i);
    const auto numbers = run.stage(fmt::format("{}.{}", key, seed), [&] {
      const Task task =
          prepare(amount.labels < texts.train.size()
                      ? text::few_labels(texts.train, amount.labels, seed)
                      : texts.train,
                  texts.validation, texts.test);
      const Learned learned = learn(run, method, task, seed);
      const Part& part = task.test;
      const train::Confusion test =
          judge(learned.model, method == "bayes" ? part.counts : part.weighted,
                part.labels);
      return train::Numbers{{"accuracy", test.accuracy()},
                            {"f1", test.macro().f1},
                            {"setting", learned.setting}};
    });
    accuracies.push_back(train::number(numbers, "accuracy"));
    mean.accuracy += accuracies.back() / draws;
    mean.f1 += train::number(numbers, "f1") / draws;
    if (i == 0) run.number(key + ".setting", train::number(numbers, "setting"));
  }
  for (const double accuracy : accuracies) {
    mean.spread +=
        std::pow(accuracy - mean.accuracy, 2) / std::max(1.0, draws - 1);
  }
  mean.spread = std::sqrt(mean.spread);
  run.number(key + ".accuracy", mean.accuracy);
  run.number(key + ".f1", mean.f1);
  run.number(key + ".spread", mean.spread);
  return mean;
}

// ## What it has learned
//
// A weighted sum has one great advantage over all that comes later in this book: it
// can be asked. The weights of a class *are* what it has learned, so we look at the
// largest. We take each word's mean over the classes away first, for adding the same
// number to a word's weight in all classes changes no probability.

std::vector<std::string> telling_words(const LinearModel& model,
                                       const text::Vocabulary& vocabulary,
                                       Index of_class, std::size_t most) {
  std::vector<std::pair<float, std::int32_t>> words;
  for (std::int32_t w = 0; w < vocabulary.size(); ++w) {
    const float* weights = model.of_word(w);
    const float mean = std::accumulate(weights, weights + model.classes, 0.0f) /
                       static_cast<float>(model.classes);
    words.emplace_back(mean - weights[of_class], w);
  }
  most = std::min(most, words.size());
  std::ranges::partial_sort(words,
                            words.begin() + static_cast<std::ptrdiff_t>(most));
  std::vector<std::string> result;
  for (std::size_t i = 0; i < most; ++i)
    result.push_back(vocabulary.word(words[i].second));
  return result;
}

void show_words_of(app::Run& run, const LinearModel& model, const Task& task,
                   const std::vector<std::string>& classes) {
  const int height = 22 * static_cast<int>(classes.size()) + 60;
  app::Figure figure{860, height, "The most telling words of each class", ""};
  figure.commands = fmt::format(
      "unset border\nunset tics\nset xrange [0:100]\nset yrange [{}:0]\n",
      classes.size() + 1);
  run.print("\nThe most telling words of each class\n\n");
  for (std::size_t k = 0; k < classes.size(); ++k) {
    std::string line;
    for (const std::string& word :
         telling_words(model, task.vocabulary, static_cast<Index>(k), 8)) {
      line += (line.empty() ? "" : "  ") + word;
    }
    run.print("  {:<20} {}\n", classes[k], line);
    for (const auto& [at, text] : {std::pair{0, classes[k]}, {20, line}}) {
      figure.commands += fmt::format("set label {} at {},{} left noenhanced\n",
                                     app::gnuplot::quoted(text), at, k + 1);
    }
  }
  figure.commands += "plot NaN notitle\n";
  run.figure("telling_words", figure);
}

// Is it as sure as it should be? If it gives its answers a probability of 0.7 on
// average, then 0.7 of them ought to be right.

double confidence(const LinearModel& model, const Bags& bags) {
  double sum = 0;
  for (Index r = 0; r < bags.rows(); ++r) {
    std::vector<double> scores(model.biases.begin(), model.biases.end());
    for (const auto& [word, value] : bags.row(r)) {
      for (std::size_t k = 0; k < scores.size(); ++k)
        scores[k] += value * double{model.of_word(word)[k]};
    }
    const double largest = std::ranges::max(scores);
    double odds = 0;
    for (const double score : scores) odds += std::exp(score - largest);
    sum += 1 / odds / static_cast<double>(bags.rows());
  }
  return sum;
}

void look_inside(app::Run& run, const Task& task, double decay,
                 double smoothing, const std::vector<std::string>& classes) {
  LinearModel logistic(task.train.counts.columns, task.classes);
  train_logistic(task.train.weighted, task.train.labels, decay, logistic);
  const LinearModel bayes = train_naive_bayes(
      task.train.counts, task.train.labels, task.classes, smoothing);
  run.number("confidence.logistic", confidence(logistic, task.test.weighted));
  run.number("confidence.bayes", confidence(bayes, task.test.counts));
  show_words_of(run, logistic, task, classes);

  const train::Confusion test =
      judge(logistic, task.test.weighted, task.test.labels);
  std::vector<std::pair<Index, std::pair<Index, Index>>> mistaken;
  for (Index truth = 0; truth < task.classes; ++truth) {
    for (Index said = 0; said < task.classes; ++said) {
      if (said != truth)
        mistaken.push_back({-test.count(truth, said), {truth, said}});
    }
  }
  std::ranges::sort(mistaken);
  run.print("\nMost often mistaken\n\n");
  for (const auto& [times, pair] : std::span(mistaken).first(5)) {
    run.print("  {:>5}  {} for {}\n", -times,
              classes[static_cast<std::size_t>(pair.first)],
              classes[static_cast<std::size_t>(pair.second)]);
  }
}

// And was the trouble with L-BFGS worth it? Both walks from zero, on the same
// examples.

void compare_descents(app::Run& run, const Task& task, double decay) {
  app::LineChart chart{"Two ways downhill", "step", "loss", {}, false, false};
  for (const auto& [key, caption, memory] :
       {std::tuple{"plain", "gradient descent", 0},
        std::tuple{"lbfgs", "L-BFGS, ten steps remembered", 10}}) {
    LinearModel model(task.train.counts.columns, task.classes);
    const Descent descent = train_logistic(
        task.train.weighted, task.train.labels, decay, model,
        {.memory = memory, .most_steps = 60, .smallest_gradient = 0});
    chart.series.push_back({caption, descent.losses});
    for (std::size_t i = 0; i < descent.losses.size(); ++i)
      chart.series.back().x.push_back(static_cast<double>(i));
    run.number(fmt::format("descent.{}.loss", key), descent.losses.back());
    run.number(fmt::format("descent.{}.evaluations", key), descent.evaluations);
    run.number(fmt::format("descent.{}.steps", key),
               static_cast<double>(descent.losses.size()) - 1);
  }
  const auto& [plain, lbfgs] = std::pair(chart.series[0], chart.series[1]);
  const auto as_good = std::ranges::find_if(
      lbfgs.y, [&](double loss) { return loss <= plain.y.back(); });
  run.number("descent.lbfgs.as_good",
             static_cast<double>(as_good - lbfgs.y.begin()));
  run.figure("descent", chart);
}

}  // namespace

void classify(app::Run& run) {
  const auto nouns = text::load_wordnet(run.options().data);
  run.number("classify.nouns", static_cast<double>(nouns.size()));
  run.number("classify.classes",
             static_cast<double>(text::noun_classes.size()));
  app::GroupChart chart{"How many labels does it take?",
                        "labelled definitions",
                        "test accuracy",
                        {},
                        {}};
  using text::WordNetSplit;
  for (const auto& [split, kind] :
       {std::pair{"hypernym", WordNetSplit::hypernym},
        std::pair{"offset", WordNetSplit::offset}}) {
    text::TextSplits texts = text::definition_splits(nouns, kind);
    if (run.options().mode == app::Mode::quick) {
      texts.train = text::few_labels(texts.train, 2000, 1);
      texts.validation = text::few_labels(texts.validation, 500, 1);
      texts.test = text::few_labels(texts.test, 500, 1);
    }
    const Index draws = run.pick<Index>(1, 3, 10);
    std::vector<Amount> amounts = {{"100", 100, draws}, {"1000", 1000, draws}};
    if (texts.train.size() > 10'000)
      amounts.push_back({"10000", 10'000, draws});
    amounts.push_back({"all", texts.train.size(), 1});
    const std::string key = fmt::format("classify.{}", split);
    run.number(key + ".train", static_cast<double>(texts.train.size()));
    run.number(key + ".test", static_cast<double>(texts.test.size()));
    run.print(
        "\nSorting, {} split: accuracy and macro F1 on {} definitions\n\n"
        "  {:<20}",
        split, texts.test.size(), "labels");
    for (const Amount& amount : amounts) run.print(" {:>13}", amount.labels);
    chart.groups.clear();
    for (const Amount& amount : amounts) chart.groups.push_back(amount.name);
    for (const auto& [method, caption] :
         {std::pair{"bayes", "naive Bayes"},
          std::pair{"logistic", "logistic regression"}}) {
      run.print("\n  {:<20}", caption);
      app::Series series{fmt::format("{}, {} split", caption, split), {}};
      for (const Amount& amount : amounts) {
        const Cell cell =
            measure(run, fmt::format("{}.{}.{}", key, method, amount.name),
                    method, texts, amount);
        run.print("   {:.3f} {:.3f}", cell.accuracy, cell.f1);
        series.y.push_back(cell.accuracy);
        series.low.push_back(cell.accuracy - cell.spread);
        series.high.push_back(cell.accuracy + cell.spread);
      }
      chart.series.push_back(series);
    }
    run.print("\n");
    if (kind != WordNetSplit::hypernym) continue;
    const Task task = prepare(texts.train, texts.validation, texts.test);
    const double decay = 1 / (10 * static_cast<double>(texts.train.size()));
    look_inside(run, task, decay, 0.1, texts.train.classes);
    compare_descents(run, task, decay);
  }
  run.figure("labels", chart);
}

// ## Your own texts
//
// `./primer run 1 --texts PATH` does the same with texts that you bring: a folder
// that holds a folder for each class (as IMDb's reviews come, in `pos` and `neg`),
// or a table with a header that names a text column and a label column (as SST-2
// comes). A tenth is drawn to choose by and a tenth to test with.

static text::LabelledTexts rows_of(const text::LabelledTexts& texts,
                                   std::span<const std::int32_t> rows) {
  text::LabelledTexts result{{}, {}, texts.classes};
  for (const std::int32_t row : rows) {
    result.texts.push_back(texts.texts[static_cast<std::size_t>(row)]);
    result.labels.push_back(texts.labels[static_cast<std::size_t>(row)]);
  }
  return result;
}

void classify_own(app::Run& run, const std::string& path) {
  std::error_code ignored;
  const text::LabelledTexts all = std::filesystem::is_directory(path, ignored)
                                      ? text::read_class_folders(path)
                                      : text::read_labelled_table(path);
  if (all.size() < 20) {
    throw data_error(path,
                     fmt::format("holds {} texts, and a tenth of that is "
                                 "to be tested with",
                                 all.size()),
                     "give 20 at least");
  }
  const Index tenth = all.size() / 10;
  const auto [rest, test] = data::split(all.size(), tenth, run.options().seed);
  const auto values = rest.values();
  const text::TextSplits texts{
      rows_of(all, values.subspan(static_cast<std::size_t>(tenth))),
      rows_of(all, values.first(static_cast<std::size_t>(tenth))),
      rows_of(all, test.values())};
  run.print("{} texts in {} classes; accuracy and macro F1 on {} of them\n\n",
            all.size(), all.classes.size(), texts.test.size());
  for (const auto& [method, caption] :
       {std::pair{"bayes", "naive Bayes"},
        std::pair{"logistic", "logistic regression"}}) {
    const Cell cell = measure(run, fmt::format("own.{}", method), method, texts,
                              {"all", texts.train.size(), 1});
    run.print("  {:<20} {:.3f} {:.3f}\n", caption, cell.accuracy, cell.f1);
  }
}

}  // namespace primer::chapter
