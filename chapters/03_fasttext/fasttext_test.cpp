#include "chapters/03_fasttext/fasttext.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "common/testing/catch.hpp"

namespace primer::chapter {
namespace {

using testing::Approx;

text::Vocabulary vocabulary_of(std::initializer_list<const char*> words) {
  text::WordCounts counts;
  std::int64_t times = 100;
  for (const char* word : words) counts.add(word, times--);
  return text::Vocabulary(counts);
}

// Two topics whose words never meet, in sentences of one to seven words.
Text two_topics() {
  text::WordCounts counts;
  std::vector<std::vector<std::string>> sentences;
  text::FastRandom random(7);
  for (int s = 0; s < 600; ++s) {
    sentences.emplace_back();
    const int length = 1 + static_cast<int>(random.below(7));
    for (int i = 0; i < length; ++i) {
      const char* topic = s % 2 == 0 ? "north" : "south";
      sentences.back().push_back(topic + std::to_string(random.below(10)));
      counts.add(sentences.back().back());
    }
  }
  Text text{{}, text::Vocabulary(counts), text::Corpus{}};
  for (const auto& sentence : sentences) {
    for (const auto& word : sentence) {
      text.corpus->ids.push_back(text.vocabulary.id(word));
    }
    text.corpus->begins.push_back(
        static_cast<std::int64_t>(text.corpus->ids.size()));
  }
  return text;
}

Settings small(Predicts predicts) {
  Settings settings;
  settings.predicts = predicts;
  settings.dimensions = 13;
  settings.grams.buckets = 101;
  settings.sample = 1;
  settings.epochs = 10;
  return settings;
}

double cosine(const Model& model, const char* a, const char* b) {
  const auto x = model.vector(a), y = model.vector(b);
  const double xy = std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
  const double xx = std::inner_product(x.begin(), x.end(), x.begin(), 0.0);
  const double yy = std::inner_product(y.begin(), y.end(), y.begin(), 0.0);
  return xy / std::sqrt(xx * yy);
}

text::LabelledTexts labelled(std::vector<std::string> texts,
                             std::vector<std::int32_t> labels) {
  return {std::move(texts), std::move(labels), {"no", "yes", "perhaps"}};
}

}  // namespace

TEST_CASE("A word has the pieces that the page shows") {
  using Pieces = std::vector<std::string>;
  CHECK(grams_of("cat", {}) ==
        Pieces{"<ca", "<cat", "<cat>", "cat", "cat>", "at>"});
  CHECK(grams_of("", {}).empty());
  CHECK(grams_of("cat", {0, 0, 0}).empty());
  CHECK(grams_of("ab", {1, 1, 10}) == Pieces{"a", "b"});
  CHECK(grams_of("\xC3\xA9t\xC3\xA9", {4, 5, 10}) ==
        Pieces{"<\xC3\xA9t\xC3\xA9", "<\xC3\xA9t\xC3\xA9>",
               "\xC3\xA9t\xC3\xA9>"});
}

TEST_CASE("The hash is FNV 1a with bytes taken as signed") {
  CHECK(fnv1a("") == 2166136261u);
  CHECK(fnv1a("a") == 0xE40C292Cu);
  CHECK(fnv1a("foobar") == 0xBF9CF968u);
  CHECK(fnv1a("\xC3") == (2166136261u ^ 0xFFFFFFC3u) * 16777619u);
}

TEST_CASE("A vector is the mean of the rows of a word") {
  const text::Vocabulary words = vocabulary_of({"cat", "cart"});
  Settings settings = small(Predicts::context);
  const Model model(words, settings);
  CHECK(model.subwords.of(words.id("cat")).size() == 7);
  CHECK(model.subwords.of("cats").size() == 10);
  CHECK(model.subwords.of("").empty());
  const auto rows = model.subwords.of("cat");
  CHECK(rows[0] == words.id("cat"));
  for (std::size_t d = 0; d < 13; ++d) {
    double sum = 0;
    for (const std::int32_t r : rows) {
      CHECK(r < model.subwords.rows());
      sum += model.inputs.row(r)[d];
    }
    CHECK(model.vector("cat")[d] ==
          Approx(sum / static_cast<double>(rows.size())));
  }
  CHECK(model.vector("") == std::vector<float>(13));
  const std::vector<std::string> further = {"cats"};
  const text::Embeddings table = model.table(further);
  CHECK(table.words == std::vector<std::string>{"cat", "cart", "cats"});
  CHECK(table.row(2)[5] == model.vector("cats")[5]);
}

TEST_CASE("Both ways to train tell two topics apart") {
  const Text text = two_topics();
  for (const Predicts predicts : {Predicts::context, Predicts::middle}) {
    for (const auto train : {train_plain, train_blocks}) {
      const Model model = train(text, small(predicts));
      CHECK(cosine(model, "north1", "north2") >
            cosine(model, "north1", "south2") + 0.2);
      CHECK(cosine(model, "south11", "south3") >
            cosine(model, "south11", "north3"));
    }
  }
}

TEST_CASE("Blocks reach the objective that the plain program reaches") {
  const Text text = two_topics();
  const Settings settings = small(Predicts::context);
  const double before =
      objective(Model(text.vocabulary, settings), text, settings);
  const double plain = objective(train_plain(text, settings), text, settings);
  const double blocks = objective(train_blocks(text, settings), text, settings);
  CHECK(before == Approx(6 * std::log(0.5)));
  CHECK(plain > before + 0.5);
  CHECK(std::abs(plain - blocks) < 0.1 * (plain - before));
}

TEST_CASE("CBOW in blocks moves every row as the plain program does") {
  // One sentence of 70 words, some twice, over several blocks. With windows of one
  // word to either side and no noise, nothing is left to chance.
  text::WordCounts counts;
  std::vector<std::string> sentence;
  for (int i = 0; i < 70; ++i) {
    sentence.push_back("word" + std::to_string(i * i % 61));
    counts.add(sentence.back());
  }
  Text text{{}, text::Vocabulary(counts), text::Corpus{}};
  for (const auto& word : sentence) {
    text.corpus->ids.push_back(text.vocabulary.id(word));
  }
  text.corpus->begins.push_back(std::ssize(sentence));

  for (const bool pieces : {false, true}) {
    Settings settings = small(Predicts::middle);
    if (!pieces) settings.grams = {0, 0, 0};
    settings.window = 1;
    settings.negatives = 0;
    settings.epochs = 3;
    const Model before(text.vocabulary, settings);
    const Model plain = train_plain(text, settings);
    const Model blocks = train_blocks(text, settings);
    int moved = 0;
    for (std::int64_t r = 0; r < before.inputs.rows(); ++r) {
      double move = 0, difference = 0;
      for (std::int64_t d = 0; d < 13; ++d) {
        const double x = plain.inputs.row(r)[d];
        move += std::pow(x - before.inputs.row(r)[d], 2);
        difference += std::pow(x - blocks.inputs.row(r)[d], 2);
      }
      INFO("row " << r << (pieces ? " of pieces" : ""));
      moved += move > 0;
      CHECK(std::sqrt(difference) <= 0.1 * std::sqrt(move));
    }
    CHECK(moved >= text.vocabulary.size());
  }
}

TEST_CASE("One thread repeats itself to the bit") {
  const Text text = two_topics();
  const Settings settings = small(Predicts::middle);
  CHECK(train_blocks(text, settings).table().values ==
        train_blocks(text, settings).table().values);
  CHECK(train_plain(text, settings).table().values ==
        train_plain(text, settings).table().values);
}

TEST_CASE("Windows wider than any sentence do no harm") {
  for (const Predicts predicts : {Predicts::context, Predicts::middle}) {
    Settings settings = small(predicts);
    settings.window = 40;
    for (const auto train : {train_plain, train_blocks}) {
      const auto values = train(two_topics(), settings).table().values;
      CHECK(std::ranges::all_of(values,
                                [](float v) { return std::isfinite(v); }));
    }
  }
}

TEST_CASE("A text has a row for each word and each pair") {
  const auto texts = labelled({"a b\xFF a", "", "unknown"}, {0, 1, 2});
  text::WordTable words;
  words.add("a");
  words.add("b");
  const Examples alone = Features(words, 0).of(texts);
  CHECK(alone.rows == std::vector<std::int32_t>{0, 1, 0});
  CHECK(alone.begins == std::vector<std::size_t>{0, 3, 3, 3});
  const Examples pairs = Features(words, 7).of(texts);
  CHECK(pairs.text(0).size() == 5);
  CHECK(pairs.text(0)[2] >= 2);
  CHECK(pairs.text(0)[2] < 9);
  CHECK(pairs.text(1).empty());
}

TEST_CASE("A step of logistic regression follows its formula") {
  const Features features(words_of(labelled({"a b"}, {1})), 0);
  Recipe recipe;
  recipe.direct = true;
  recipe.epochs = 1;
  recipe.rate = 0.6;
  const std::vector<std::int64_t> counts = {1, 1, 1};
  Classifier classifier(features.rows(), counts, recipe, 1);
  const Examples example = features.of(labelled({"a b"}, {1}));
  CHECK(classifier.train(example) == Approx(std::log(3.0)));
  // Each word moves by rate / 2 times what was true minus what was said.
  const double up = 0.3 * (1 - 1.0 / 3), down = -0.3 / 3;
  const double sum = std::exp(up) + 2 * std::exp(down);
  const auto p = classifier.probabilities(example.text(0));
  CHECK(p[1] == Approx(std::exp(up) / sum));
  CHECK(p[0] == Approx(std::exp(down) / sum));
}

TEST_CASE("Softmax and tree learn and give probabilities") {
  const auto texts = labelled({"a b", "c d", "e f", "a c"}, {0, 1, 2, 0});
  const Features features(words_of(texts), 11);
  const Examples examples = features.of(texts);
  const std::vector<std::int64_t> counts = {2, 1, 1};
  for (const bool tree : {false, true}) {
    Recipe recipe;
    recipe.tree = tree;
    recipe.epochs = 200;
    Classifier classifier(features.rows(), counts, recipe, 3);
    CHECK(classifier.train(examples) < 0.1);
    for (std::size_t i = 0; i < examples.size(); ++i) {
      const auto p = classifier.probabilities(examples.text(i));
      CHECK(std::accumulate(p.begin(), p.end(), 0.0) == Approx(1));
      CHECK(classifier.predict(examples.text(i)) == texts.labels[i]);
    }
    CHECK(classifier.probabilities({}).size() == 3);
  }
}

TEST_CASE("Vectors that are brought along stay when they are frozen") {
  const auto texts = labelled({"a b", "b c"}, {0, 1});
  const Features features(words_of(texts), 0);
  text::Embeddings vectors{{"a"}, {1, 0, 0}, 3};
  Recipe recipe;
  recipe.direct = true;
  recipe.frozen = true;
  const std::vector<std::int64_t> counts = {1, 1, 1};
  Classifier classifier(features.rows(), counts, recipe, 1);
  classifier.start_from(vectors);
  classifier.train(features.of(texts));
  const auto p = classifier.probabilities(std::vector<std::int32_t>{0});
  CHECK(p[0] == Approx(std::exp(1.0) / (std::exp(1.0) + 2)));
  vectors.dimensions = 1;
  CHECK_THROWS_AS(classifier.start_from(vectors), std::invalid_argument);
}

TEST_CASE("A grade counts what was right and means F1 over classes") {
  Recipe recipe;
  recipe.direct = true;
  const std::vector<std::int64_t> counts = {1, 1, 1};
  Classifier classifier(2, counts, recipe, 1);
  classifier.start_from({{"no", "yes"}, {5, 0, 0, 0, 5, 0}, 3});
  text::WordTable words;
  words.add("no");
  words.add("yes");
  const Features features(words, 0);
  const auto texts = labelled({"no", "no", "yes", "yes"}, {0, 1, 1, 1});
  const Grade found = grade(classifier, features.of(texts), 3);
  CHECK(found.accuracy == Approx(0.75));
  CHECK(found.f1 == Approx((2.0 / 3 + 4.0 / 5 + 0) / 3));
  CHECK(grade(classifier, {}, 3).accuracy == 0);
}

}  // namespace primer::chapter
