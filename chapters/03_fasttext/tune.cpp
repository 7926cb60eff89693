// # Six ways to learn from a few labels
//
// A hundred definitions with their classes are an afternoon's work, and a dictionary
// of three million words lies about without any. Is it worth something for the
// classes? This is the question of the whole book, and a fair answer takes some
// care: everybody who takes part gets the same labels, the same test, and the same
// chance to choose a rate.

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>

#include "chapters/03_fasttext/fasttext.hpp"

namespace primer::chapter {

// ## Who takes part
//
// - **Logistic regression** on words and pairs, without any vector: what the
//   others have to beat.
// - The classifier of the [third page](classify.cpp) **from scratch**, its vectors
//   as random as they were drawn.
// - The same with vectors from the dictionary, **frozen**: only classes learn.
// - The same with these vectors as a beginning, all of it learning: **fine-tuned**.
// - Fine-tuned, with vectors of **whole words**.
// - Fine-tuned, with a **tree** in the place of softmax.
//
// Each has a rate and a number of epochs that suit it, others for a hundred
// labels than for sixty thousand. Here they stand as the search below found them; the
// chapter's test compares them with its record.

std::vector<Contender> contenders() {
  using enum Contender::Start;
  return {{.key = "logistic",
           .caption = "logistic regression",
           .direct = true,
           .choices = {{{50, 90}, {50, 90}, {100, 20}, {50, 10}}}},
          {.key = "scratch",
           .caption = "from scratch",
           .choices = {{{0.5, 30}, {1, 90}, {1, 20}, {0.1, 10}}}},
          {.key = "frozen",
           .caption = "pre-trained, frozen",
           .start = pieces,
           .frozen = true,
           .choices = {{{0.5, 30}, {0.5, 10}, {0.5, 5}, {0.1, 10}}}},
          {.key = "fine_tuned",
           .caption = "pre-trained, fine-tuned",
           .start = pieces,
           .choices = {{{0.05, 90}, {0.05, 90}, {0.1, 20}, {0.2, 3}}}},
          {.key = "words",
           .caption = "  without pieces",
           .start = whole,
           .choices = {{{0.5, 10}, {0.05, 90}, {0.1, 20}, {0.05, 10}}}},
          {.key = "tree",
           .caption = "  tree for softmax",
           .start = pieces,
           .tree = true,
           .choices = {{{0.5, 10}, {0.5, 10}, {0.2, 10}, {0.2, 3}}}}};
}

Choice Contender::choice(std::int64_t labels) const {
  const double size =
      std::log10(static_cast<double>(std::max<std::int64_t>(1, labels)));
  const double nearest = std::clamp(std::round(size), 2.0, 5.0);
  return choices[static_cast<std::size_t>(nearest) - 2];
}

// (Somebody who brings vectors along, with `--vectors`, has no second table.)

bool takes_part(const Contender& contender, const Task& task) {
  return contender.start != Contender::Start::whole ||
         task.vectors.whole.size() > 0;
}

std::string name_of(const Task& task, std::int64_t labels) {
  return labels == task.texts.train.size() ? "all" : fmt::format("{}", labels);
}

// ## Learning
//
// The labels are drawn so that each class has its share of them. A contender knows
// the words that it has vectors for and those of its labels; all others are passed
// over. Pairs of words take part from ten thousand labels on. With fewer hardly any
// pair comes twice, and in a trial on the validation definitions they did harm, to
// logistic regression as well; frozen vectors have none for pairs.

Grade learn(const Contender& contender, const Choice& choice, const Task& task,
            std::int64_t labels, std::uint64_t seed,
            const text::LabelledTexts& judged) {
  using enum Contender::Start;
  const text::LabelledTexts texts =
      text::few_labels(task.texts.train, labels, seed);
  const text::Embeddings* vectors =
      contender.start == random
          ? nullptr
          : &(contender.start == pieces ? task.vectors.pieces
                                        : task.vectors.whole);
  text::WordTable words;
  if (vectors) {
    for (const auto& word : vectors->words) words.add(word);
  }
  const text::WordTable own = words_of(texts);
  for (std::int32_t w = 0; w < own.size(); ++w) words.add(own.word(w));
  const bool pairs = labels >= 10'000 && !contender.frozen;
  const Features features(std::move(words), pairs ? 200'000 : 0);

  const Recipe recipe{
      .dimensions = vectors ? static_cast<int>(vectors->dimensions) : 100,
      .epochs = choice.epochs,
      .rate = choice.rate,
      .tree = contender.tree,
      .frozen = contender.frozen,
      .direct = contender.direct};
  std::vector<std::int64_t> counts(texts.classes.size());
  for (const std::int32_t label : texts.labels) {
    ++counts[static_cast<std::size_t>(label)];
  }
  Classifier classifier(features.rows(), counts, recipe, seed);
  if (vectors) classifier.start_from(*vectors);
  classifier.train(features.of(texts));
  return grade(classifier, features.of(judged),
               static_cast<std::int64_t>(texts.classes.size()));
}

// ## The search
//
// `./primer run 3 --search` gives each contender the same eighteen tries for each
// number of labels, six rates by three lengths, and keeps what does best on the
// *validation* definitions. (Logistic regression gets a hundred times the rate.
// Its weights are the scores themselves, while in the others a score is a product of
// two vectors that both move.) The test definitions take no part.
//
// One thing flatters all of them alike: there are eight thousand validation
// definitions, and somebody who has a hundred labels has not so many more to choose
// by. What comes out is what a method is worth to those who know its rate.

static std::vector<Choice> grid(const Contender& contender, std::int64_t labels,
                                app::Mode mode) {
  const double unit = contender.direct ? 100 : 1;
  const bool quick = mode == app::Mode::quick;
  const auto rates = quick ? std::vector{0.1, 0.5}
                           : std::vector{0.05, 0.1, 0.2, 0.5, 1.0, 2.0};
  const auto epochs = quick              ? std::vector{10}
                      : labels <= 3'000  ? std::vector{10, 30, 90}
                      : labels <= 30'000 ? std::vector{5, 10, 20}
                                         : std::vector{3, 6, 10};
  std::vector<Choice> all;
  for (const double rate : rates) {
    for (const int epoch : epochs) all.push_back({unit * rate, epoch});
  }
  return all;
}

void search(app::Run& run, const Task& task) {
  run.print("\nBest of the grid by accuracy on the validation definitions\n\n");
  double trials = 0;
  for (const Contender& contender : contenders()) {
    if (!takes_part(contender, task)) continue;
    for (const std::int64_t labels : task.amounts) {
      const std::string key = contender.key + "." + name_of(task, labels);
      const auto choices = grid(contender, labels, run.options().mode);
      const auto numbers = run.stage("search." + key, [&] {
        std::vector<double> accuracies(choices.size());
        std::atomic<std::size_t> next = 0;
        vectors::on_threads(run.options().threads, [&](int) {
          for (auto i = next++; i < choices.size(); i = next++) {
            accuracies[i] = learn(contender, choices[i], task, labels,
                                  run.options().seed, task.texts.validation)
                                .accuracy;
          }
        });
        train::Numbers all;
        for (std::size_t i = 0; i < choices.size(); ++i) {
          all.emplace_back(fmt::format("try_{:02}", i), accuracies[i]);
        }
        return all;
      });
      const auto best = std::ranges::max_element(
          numbers, {}, [](const auto& pair) { return pair.second; });
      const Choice& choice =
          choices[static_cast<std::size_t>(best - numbers.begin())];
      trials += static_cast<double>(choices.size());
      run.number(key + ".rate", choice.rate);
      run.number(key + ".epochs", choice.epochs);
      run.number(key + ".accuracy", best->second);
      run.print("  {:<24} {:>6} labels   rate {:<5} epochs {:<3} {:.3f}\n",
                contender.caption, name_of(task, labels), choice.rate,
                choice.epochs, best->second);
    }
  }
  run.number("trials", trials);
}

}  // namespace primer::chapter
