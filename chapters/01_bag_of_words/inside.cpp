// # Looking inside
//
// A weighted sum has one great advantage over all that comes later in this book: it
// can be asked. Its weights *are* what it has learned, and anybody can read them. On
// this page we do, then ask the two classifiers how sure they are and AdaGrad what it
// was good for, and in the end hand everything over to texts of yours.

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

namespace primer::chapter {

// ## The words that decide
//
// For each class we look for the words with the largest weights. We take each word's
// mean over the classes away first, for adding the same number to a word's weight in
// all classes changes no probability.

static std::vector<std::string> telling_words(
    const LinearModel& model, const text::Vocabulary& vocabulary,
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

static void show_words_of(app::Run& run, const LinearModel& model,
                          const Task& task,
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

// ## How sure is it, and where is it wrong?
//
// A program can be right often and still boast. If it gives its answers a probability
// of 0.7 on average, then 0.7 of them ought to be right.

static double confidence(const LinearModel& model, const Bags& bags) {
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

// And where it is wrong, what does it take for what? The matrix of all such cases has
// {{classify.classes:.0f}} rows and as many columns; we print the five largest.

static void show_mistakes(app::Run& run, const train::Confusion& test,
                          const std::vector<std::string>& classes) {
  std::vector<std::pair<Index, std::pair<Index, Index>>> mistaken;
  for (Index truth = 0; truth < test.classes(); ++truth) {
    for (Index said = 0; said < test.classes(); ++said) {
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

// All of this is asked of what was learned from all labels.

void look_inside(app::Run& run, const text::TextSplits& texts) {
  const std::vector<std::string>& classes = texts.train.classes;
  const auto prepared = [&](const Method& method) {
    return prepare(method, texts.train, texts.validation, texts.test);
  };
  const Task of_bayes = prepared(methods()[0]);
  const LinearModel bayes = train_naive_bayes(
      of_bayes.train.bags, of_bayes.train.labels, of_bayes.classes, 0.2);
  run.number("confidence.bayes", confidence(bayes, of_bayes.test.bags));
  run.number("confidence.bayes_accuracy",
             judge(bayes, of_bayes.test).accuracy());

  const Task task = prepared(methods()[1]);
  const LinearModel model =
      learn(methods()[1], task.train, task.classes, 50, run.options().seed);
  run.number("confidence.logistic", confidence(model, task.test.bags));
  const train::Confusion test = judge(model, task.test);
  run.number("confidence.logistic_accuracy", test.accuracy());
  show_words_of(run, model, task, classes);
  show_mistakes(run, test, classes);
}

// ## Was it worth a step for each weight?
//
// AdaGrad took a second array as large as the weights. What for? We walk from zero, on
// the same examples, once with it and with plain steps at three rates.

void compare_descents(app::Run& run, const text::TextSplits& texts) {
  const Task task =
      prepare(methods()[1], texts.train, texts.validation, texts.test);
  app::LineChart chart{
      "Two ways downhill", "times through the texts", "loss", {}, false, false};
  const double decay = 1 / (50 * static_cast<double>(texts.train.size()));
  for (const auto& [key, caption, adaptive, rate] :
       {std::tuple{"plain_1", "plain steps, rate 1", false, 1.0},
        {"plain_3", "plain steps, rate 3", false, 3.0},
        {"plain_10", "plain steps, rate 10", false, 10.0},
        {"adagrad", "AdaGrad, rate 0.2", true, 0.2}}) {
    std::vector<double> losses;
    const LinearModel model = train_logistic(
        task.train.bags, task.train.labels, task.classes, decay,
        {.rate = rate, .adaptive = adaptive, .seed = run.options().seed},
        &losses);
    run.number(fmt::format("descent.{}.loss", key), losses.back());
    run.number(fmt::format("descent.{}.val_accuracy", key),
               judge(model, task.validation).accuracy());
    chart.series.push_back({caption, losses});
  }
  run.figure("descent", chart);
}

// ## Results
//
// ![What logistic regression has learned from all labels: the words whose weights are largest](results/telling_words.svg)
//
// The words of a class are what a dictionary's authors begin with: "genus" for plants
// and animals, "city" for locations, "who" and "someone" for persons. "The" stands for
// parts of the body, of which there is but one. A stop list would have thrown it away.
//
// Is the program as sure as it should be? Naive Bayes gives its answers a probability of
// {{confidence.bayes:.3f}} on average and is right in {{confidence.bayes_accuracy:.3f}} of all cases: it has counted the same
// evidence several times. Logistic regression says {{confidence.logistic:.3f}} and is right in {{confidence.logistic_accuracy:.3f}}; it is
// too modest, which is the price that large weights have to pay.
//
// ![The mean loss of the examples in each round, as they were met](results/descent.svg)
//
// And AdaGrad? We thought that it would go downhill faster, and it does not. Plain
// steps of the right size reach a loss of {{descent.plain_1.loss:.3f}} on the examples, where AdaGrad
// stays at {{descent.adagrad.loss:.3f}}. But on the validation definitions plain steps are right in {{descent.plain_1.val_accuracy:.3f}}
// and AdaGrad in {{descent.adagrad.val_accuracy:.3f}}. It stops short of the bottom, and the
// bottom is not where we want to be. Perhaps a stricter $\lambda$ would bring plain
// steps as far; you may try.
//
// ## Beside scikit-learn
//
// Is this program slow? `./primer bench 1` does its parts in turns with scikit-learn
// (`./primer setup twins` gets it), from the same texts, and prints the times, their
// ratio and what came out on either side. From strings to the weights of TF-IDF, by the
// same rules, both get the same matrix. Naive Bayes is right as often, and a search for
// a hundred entries ends with the same scores. A hundred singular values, which the next
// page is about and which both find by throwing dice, agree within a percent. In all of
// these ours takes a part of the time that the other takes. That is no great
// merit: much of theirs is Python, and it can do a great deal that ours cannot.
//
// Logistic regression is another matter, for there the two share what they want and not
// how they get it. The objective is the same, down to $\lambda$. scikit-learn's usual way,
// L-BFGS, reads all examples for each step and would keep us waiting far too long, so it
// runs with SAGA, which takes a text a step as we do. After two rounds its loss is a
// little below the one at which AdaGrad ends after twelve, and although a round of ours is
// the shorter one, we need more than twice its time. Our plain steps get to that loss in
// three rounds and in about half of its time. What AdaGrad has to show for the time is
// on the line below, in the accuracy: it is the highest of the three.
//
// ## Your own texts
//
// `./primer run 1 --texts PATH` does the same with texts that you bring: a folder
// that holds a folder for each class (as IMDb's reviews come, in `pos` and `neg`),
// or a table with a header that names a text column and a label column (as SST-2
// comes). A tenth is drawn to choose by and a tenth to test with. What comes out is printed
// and not kept.

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
  for (const Method& method : methods()) {
    const Cell cell = measure(run, "own." + method.key, method, texts,
                              {"all", texts.train.size(), 1});
    run.print("  {:<20} {:.3f} {:.3f}\n", method.caption, cell.accuracy,
              cell.f1);
  }
}

}  // namespace primer::chapter
