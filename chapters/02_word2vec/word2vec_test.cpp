// The chapter's claims: its gradients, its sampling, and that fast is the same.

#include "chapters/02_word2vec/word2vec.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "common/testing/catch.hpp"
#include "common/testing/made_up_text.hpp"

namespace primer::chapter {
namespace {

using testing::Approx;
using testing::ContainsSubstring;
using testing::two_topics;
using testing::WrittenText;

std::vector<float> numbers(const Model& model) {
  std::vector<float> all;
  for (const text::RowTable* table : {&model.words, &model.outputs}) {
    for (std::int64_t r = 0; r < table->rows(); ++r) {
      all.insert(all.end(), table->row(r), table->row(r) + table->columns());
    }
  }
  return all;
}

/// How many of a word's four nearest are of its topic.
double in_topic(const Model& model, const Text& text) {
  const auto table = to_embeddings(model, text.vocabulary);
  const text::NearestWords nearest(table);
  double same = 0;
  for (std::int64_t w = 0; w < table.size(); ++w) {
    for (const auto& neighbour : nearest.nearest(w, 4)) {
      same += table.words[static_cast<std::size_t>(w)][0] ==
              table.words[static_cast<std::size_t>(neighbour.word)][0];
    }
  }
  return same / 4 / static_cast<double>(table.size());
}

using Trainer = Model (*)(const Text&, const Settings&);
const Trainer trainer_in_blocks = train_blocks;

double log_sigmoid(double x) { return -std::log(1 + std::exp(-x)); }

}  // namespace

TEST_CASE("A step moves either side along the slope that nudging finds") {
  for (const int n : {1, 2, 7, 100}) {
    text::FastRandom random(static_cast<std::uint64_t>(n));
    std::vector<float> input, output, error(static_cast<std::size_t>(n), 0.5f);
    for (int d = 0; d < n; ++d) {
      input.push_back(random.unit() - 0.5f);
      output.push_back(random.unit() - 0.5f);
    }
    for (const bool right : {true, false}) {
      const auto value = [&](std::vector<double> x, std::vector<double> y) {
        const double score =
            std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
        return log_sigmoid(right ? score : -score);
      };
      const std::vector<double> x(input.begin(), input.end());
      const std::vector<double> y(output.begin(), output.end());
      std::vector<float> moved = output, moves = error;
      learn(input, moved, right, 0.25f, moves);
      double worst = 0;
      for (std::size_t d = 0; d < x.size(); ++d) {
        std::vector<double> above = x, below = x;
        above[d] += 1e-5, below[d] -= 1e-5;
        const double by_input = (value(above, y) - value(below, y)) / 2e-5;
        above = below = y;
        above[d] += 1e-5, below[d] -= 1e-5;
        const double by_output = (value(x, above) - value(x, below)) / 2e-5;
        worst =
            std::max(worst, std::abs(moves[d] - error[d] - 0.25 * by_input));
        worst =
            std::max(worst, std::abs(moved[d] - output[d] - 0.25 * by_output));
      }
      CHECK(worst < 1e-6);
    }
  }
}

// With a window of one and no noise the pairs are known, and at first all outputs
// are zero, so each σ is a half.
TEST_CASE(
    "The first sentence moves the outputs along the gradient of its pairs") {
  const WrittenText written("x y z x\n");
  const Text text = vectors::read_training_text(written.file, 1, 1);
  REQUIRE(text.vocabulary.size() == 3);
  const std::vector<std::string> sentence = {"x", "y", "z", "x"};
  for (const Predicts predicts : {Predicts::context, Predicts::middle}) {
    for (const Output output :
         {Output::negative_sampling, Output::hierarchical_softmax}) {
      Settings settings;
      settings.predicts = predicts;
      settings.output = output;
      settings.dimensions = 5;
      settings.window = 1;
      settings.negatives = 0;
      settings.epochs = 1;
      settings.sample = 0;
      settings.rate = 1e-4;
      const Model before(text.vocabulary, settings);
      const Model after = train_plain(text, settings);
      const text::HuffmanTree tree(text.vocabulary.counts());
      std::vector<std::vector<double>> expected(
          static_cast<std::size_t>(after.outputs.rows()),
          std::vector<double>(5, 0));
      for (int middle = 0; middle < 4; ++middle) {
        const std::int32_t word =
            text.vocabulary.id(sentence[static_cast<std::size_t>(middle)]);
        std::vector<int> near;
        if (middle > 0) near.push_back(middle - 1);
        if (middle < 3) near.push_back(middle + 1);
        // Skip-gram has a question for each neighbour, CBOW one for their mean
        const double share = predicts == Predicts::middle
                                 ? 1.0 / static_cast<double>(near.size())
                                 : 1;
        for (const int place : near) {
          const float* v = before.words.row(
              text.vocabulary.id(sentence[static_cast<std::size_t>(place)]));
          const auto move = [&](std::int32_t row, double direction) {
            for (std::size_t d = 0; d < 5; ++d) {
              expected[static_cast<std::size_t>(row)][d] +=
                  direction * share * settings.rate * v[d] / 2;
            }
          };
          if (output == Output::negative_sampling) {
            move(word, 1);
          } else {
            for (const auto& [node, right] : tree.path(word)) {
              move(node, right ? -1 : 1);
            }
          }
        }
      }
      for (std::size_t row = 0; row < expected.size(); ++row) {
        for (std::size_t d = 0; d < 5; ++d) {
          CHECK(after.outputs.row(static_cast<std::int64_t>(row))[d] ==
                Approx(expected[row][d]).epsilon(1e-3).margin(1e-9));
        }
      }
    }
  }
}

TEST_CASE("A model that has learned nothing says a half to each question") {
  const WrittenText written(two_topics(50));
  const Text text = vectors::read_training_text(written.file, 1, 1);
  Settings settings;
  for (const Predicts predicts : {Predicts::context, Predicts::middle}) {
    settings.predicts = predicts;
    settings.output = Output::negative_sampling;
    CHECK(objective(Model(text.vocabulary, settings), text, settings) ==
          Approx(6 * std::log(0.5)));
  }
}

TEST_CASE("Plain and fast agree in what they learn and how well") {
  const WrittenText written(two_topics(1500));
  const Text text = vectors::read_training_text(written.file, 1, 1);
  for (const Predicts predicts : {Predicts::context, Predicts::middle}) {
    Settings settings;
    settings.predicts = predicts;
    settings.dimensions = 12;
    settings.sample = 0;
    settings.epochs = 4;
    settings.rate = usual_rate(predicts);
    const Model plain = train_plain(text, settings);
    const double best = objective(plain, text, settings);
    CHECK(best > 5 * std::log(0.5));
    CHECK(in_topic(plain, text) == 1);
    for (const Trainer trainer : {&train_shared, trainer_in_blocks}) {
      const Model fast = trainer(text, settings);
      CHECK(objective(fast, text, settings) == Approx(best).epsilon(0.02));
      CHECK(in_topic(fast, text) == 1);
    }
  }
}

TEST_CASE("A tree learns the topics as well") {
  const WrittenText written(two_topics(2000));
  const Text text = vectors::read_training_text(written.file, 1, 1);
  for (const Predicts predicts : {Predicts::context, Predicts::middle}) {
    Settings settings;
    settings.predicts = predicts;
    settings.output = Output::hierarchical_softmax;
    settings.dimensions = 12;
    settings.sample = 0;
    settings.epochs = 4;
    settings.rate = usual_rate(predicts);
    const Model model = train_plain(text, settings);
    CHECK(in_topic(model, text) == 1);
    // Ten words of a topic are log 10 apart; who does not know it pays log 20
    CHECK(objective(model, text, settings) > -std::log(14.0));
    CHECK_THROWS_AS(train_blocks(text, settings), std::invalid_argument);
  }
}

TEST_CASE(
    "On one thread the same seed gives the same bits and another does not") {
  const WrittenText written(two_topics(60));
  const Text text = vectors::read_training_text(written.file, 1, 1);
  for (const Trainer trainer :
       {&train_plain, &train_shared, trainer_in_blocks}) {
    for (const Predicts predicts : {Predicts::context, Predicts::middle}) {
      Settings settings;
      settings.predicts = predicts;
      settings.dimensions = 9;
      settings.epochs = 2;
      const auto first = numbers(trainer(text, settings));
      CHECK(first == numbers(trainer(text, settings)));
      CHECK(
          std::ranges::all_of(first, [](float v) { return std::isfinite(v); }));
      settings.seed = 2;
      CHECK(first != numbers(trainer(text, settings)));
    }
  }
}

TEST_CASE(
    "A text that is read from its file teaches the same as one in memory") {
  const WrittenText written(two_topics(40));
  const Text held = vectors::read_training_text(written.file, 1, 1);
  const Text streamed = vectors::read_training_text(written.file, 1, 1, 0);
  REQUIRE(held.corpus);
  REQUIRE(!streamed.corpus);
  Settings settings;
  settings.dimensions = 8;
  settings.epochs = 2;
  CHECK(numbers(train_plain(held, settings)) ==
        numbers(train_plain(streamed, settings)));
  settings.threads = 3;
  CHECK(std::isfinite(
      objective(train_blocks(streamed, settings), streamed, settings)));
}

TEST_CASE("Several threads learn together") {
  const WrittenText written(two_topics(1000));
  const Text text = vectors::read_training_text(written.file, 1, 1);
  Settings settings;
  settings.dimensions = 12;
  settings.sample = 0;
  settings.epochs = 2;

  // How well they do depends on how they meet, which on twenty words they often
  // do. What has learned nothing is far away.
  const double nothing = 6 * std::log(0.5);
  settings.threads = 1;
  const double alone = objective(train_blocks(text, settings), text, settings);
  settings.threads = 3;
  const double together =
      objective(train_blocks(text, settings), text, settings);
  CHECK(together - nothing > 0.8 * (alone - nothing));
}

TEST_CASE(
    "Windows larger than any sentence and sentences of one word do no harm") {
  const WrittenText written("a b\na\nb a\na b a\nb\n");
  const Text text = vectors::read_training_text(written.file, 1, 1);
  for (const Trainer trainer :
       {&train_plain, &train_shared, trainer_in_blocks}) {
    for (const Predicts predicts : {Predicts::context, Predicts::middle}) {
      Settings settings;
      settings.predicts = predicts;
      settings.window = 40;
      settings.sample = 0;
      settings.dimensions = 3;
      const auto all = numbers(trainer(text, settings));
      CHECK(std::ranges::all_of(all, [](float v) { return std::isfinite(v); }));
    }
  }
}

TEST_CASE("Questions of the chapter pair every two pairs of a kind") {
  for (const auto& [kind, questions] : analogies()) {
    CHECK(questions.size() >= 56);
    for (const auto& [a, b, c, answer] : questions) CHECK(a != c);
  }
}

}  // namespace primer::chapter
