#include "chapters/01_bag_of_words/bag_of_words.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>

#include "common/error/error.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"
#include "common/testing/numeric.hpp"
#include "common/text/tokenizer.hpp"

namespace primer::chapter {
namespace {

using Texts = std::vector<std::string>;

/// Texts of numbers for words, of which some stand in many and some in few.
Texts made_up_texts(std::size_t count, std::uint64_t seed) {
  Texts texts;
  const auto draws = testing::random_floats(12 * count, seed, 0, 1);
  for (std::size_t t = 0; t < count; ++t) {
    texts.emplace_back();
    for (std::size_t i = 0; i < t % 12; ++i) {
      const float x = draws[12 * t + i];
      const int word = static_cast<int>(40 * x * x);
      texts.back().append("w").append(std::to_string(word)).append(" ");
    }
  }
  return texts;
}

std::vector<double> dense(const Bags& bags, Index r) {
  std::vector<double> row(static_cast<std::size_t>(bags.columns), 0);
  for (const auto& [word, value] : bags.row(r))
    row[static_cast<std::size_t>(word)] = value;
  return row;
}

double dense_dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// What scikit-learn made of the texts in golden.tsv: twin.py writes it.
struct Golden {
  Texts texts;
  /// kind: text and word: weight
  std::map<std::string, std::map<std::pair<Index, std::string>, double>> kinds;
};

Golden golden() {
  std::ifstream file(PRIMER_SOURCE_DIR "/chapters/01_bag_of_words/golden.tsv");
  Golden golden;
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    std::string kind, text, word, value;
    std::getline(fields, kind, '\t');
    if (kind == "text") {
      std::getline(fields, text);
      golden.texts.push_back(text);
      continue;
    }
    std::getline(fields, text, '\t');
    std::getline(fields, word, '\t');
    std::getline(fields, value);
    golden.kinds[kind][{std::stol(text), word}] = std::stod(value);
  }
  return golden;
}

/// The largest difference of any weight from scikit-learn's.
double distance(const Golden& golden, const std::string& kind,
                const Weighting& how) {
  const text::Vocabulary vocabulary = vocabulary_of(golden.texts);
  const Bags counts = count(golden.texts, vocabulary);
  const Bags weights = weigh(counts, how, rarity(counts, how.rarity));
  auto expected = golden.kinds.at(kind);
  double largest = 0;
  for (Index t = 0; t < weights.rows(); ++t) {
    for (const auto& [word, value] : weights.row(t)) {
      const auto found = expected.find({t, vocabulary.word(word)});
      if (found == expected.end()) return 1;
      largest = std::max(largest, std::abs(value - found->second));
      expected.erase(found);
    }
  }
  return expected.empty() ? largest : 1;
}

Bags bags_of(const Texts& texts) { return count(texts, vocabulary_of(texts)); }

}  // namespace

TEST_CASE("A bag counts words whatever their order and case") {
  const std::map<std::string, int> bag = {
      {"bites", 1}, {"dog", 1}, {"man", 1}, {"the", 2}};
  CHECK(bag_of("The dog bites the man.") == bag);
  CHECK(bag_of("The man bites THE dog") == bag);
  CHECK(bag_of("").empty());
  CHECK(bag_of(" .,!\xff\xfe-- ").empty());
}

TEST_CASE("A matrix of bags holds what the bags hold") {
  const Texts texts = made_up_texts(31, 1);
  const text::Vocabulary vocabulary = vocabulary_of(texts);
  const Bags bags = count(texts, vocabulary);
  REQUIRE(bags.rows() == 31);
  for (Index t = 0; t < bags.rows(); ++t) {
    std::map<std::string, int> seen;
    std::int32_t before = -1;
    for (const auto& [word, value] : bags.row(t)) {
      CHECK(word > before);
      before = word;
      seen[vocabulary.word(word)] = static_cast<int>(value);
    }
    CHECK(seen == bag_of(texts[static_cast<std::size_t>(t)]));
  }
  CHECK(bags.slice(3, 3).rows() == 0);
  CHECK(dense(bags.slice(29, 31), 1) == dense(bags, 30));
}

TEST_CASE("Words that the vocabulary does not know are left out") {
  const text::Vocabulary vocabulary = vocabulary_of({"a b b", "a"});
  const Bags bags = count({"b c b", "c", ""}, vocabulary);
  CHECK(bags.columns == 2);
  CHECK(dense(bags, 0) == std::vector<double>{0, 2});
  CHECK(bags.row(1).empty());
  CHECK(bags.row(2).empty());
  CHECK(vocabulary_of({"a b b", "a"}, Pieces::words, 3).size() == 0);
}

TEST_CASE("Pairs tell a man who bites a dog from a dog who bites a man") {
  const Texts texts = {"the dog bites the man", "the man bites the dog", "one"};
  const text::Vocabulary vocabulary = vocabulary_of(texts, Pieces::pairs);
  CHECK(vocabulary.count(vocabulary.id("bites the")) == 2);
  CHECK(vocabulary.count(vocabulary.id("dog bites")) == 1);
  CHECK(vocabulary.id("man one") == text::Vocabulary::unknown);
  const Bags pairs = count(texts, vocabulary, Pieces::pairs);
  CHECK(cosine(pairs.row(0), pairs.row(1)) < 0.99);
  const Bags words = bags_of(texts);
  CHECK(std::abs(cosine(words.row(0), words.row(1)) - 1) < 1e-12);
}

TEST_CASE("Document frequency counts texts and not occurrences") {
  const Bags bags = count({"a a a b", "a", "c"},
                          vocabulary_of({"a a a a", "b b b", "c c", "d"}));
  CHECK(document_frequency(bags) == std::vector<Index>{2, 1, 1, 0});
  for (const Rarity kind : {Rarity::none, Rarity::plain, Rarity::smooth}) {
    for (const double worth : rarity(bags, kind)) CHECK(std::isfinite(worth));
  }
  CHECK(std::abs(rarity(bags, Rarity::plain)[1] - std::log(3.0)) < 1e-12);
}

TEST_CASE("TF-IDF in its variants is the same as in scikit-learn") {
  const Golden expected = golden();
  REQUIRE(expected.texts.size() > 5);
  using enum TermFrequency;
  const auto off = [&](const std::string& kind, const Weighting& how) {
    return distance(expected, kind, how);
  };
  CHECK(off("count", {TermFrequency::count, Rarity::none, false}) == 0);
  CHECK(off("smooth", {TermFrequency::count, Rarity::smooth, false}) < 1e-6);
  CHECK(off("smooth_l2", {TermFrequency::count, Rarity::smooth, true}) < 1e-6);
  CHECK(off("log_smooth_l2", {logarithm, Rarity::smooth, true}) < 1e-6);
  CHECK(off("log_l2", {logarithm, Rarity::none, true}) < 1e-6);
  CHECK(off("presence_l2", {presence, Rarity::none, true}) < 1e-6);
  // scikit-learn adds 1 to log(N / d): the twin takes it off.
  CHECK(off("plain", {TermFrequency::count, Rarity::plain, false}) < 1e-6);
  // And the comparison can fail.
  CHECK(off("smooth_l2", {logarithm, Rarity::smooth, true}) > 1e-3);
}

TEST_CASE("Sparse products are dense ones") {
  const Bags bags = bags_of(made_up_texts(37, 2));
  const InvertedIndex index(bags);
  for (Index a = 0; a < bags.rows(); ++a) {
    const std::vector<double> scores = index.scores(bags.row(a));
    REQUIRE(scores.size() == 37);
    for (Index b = 0; b < bags.rows(); ++b) {
      const double expected = dense_dot(dense(bags, a), dense(bags, b));
      CHECK(dot(bags.row(a), bags.row(b)) == expected);
      CHECK(scores[static_cast<std::size_t>(b)] == expected);
    }
  }
}

TEST_CASE("An empty text is like nothing") {
  const Bags bags = bags_of({"a b", "", "a"});
  CHECK(cosine(bags.row(0), bags.row(1)) == 0);
  CHECK(cosine(bags.row(1), bags.row(1)) == 0);
  CHECK(std::abs(cosine(bags.row(0), bags.row(2)) - std::sqrt(0.5)) < 1e-12);
  const Bags weighted = weigh(bags, {}, rarity(bags, Rarity::smooth));
  CHECK(weighted.row(1).empty());
  CHECK(InvertedIndex(Bags{}).scores({}).empty());
}

TEST_CASE("BM25 is its formula") {
  const Texts texts = {"a b", "b b c", "c"};
  const text::Vocabulary vocabulary = vocabulary_of(texts);
  const Bags weights = weigh(count(texts, vocabulary), Bm25{});
  const Bags query = count({"b"}, vocabulary);
  const std::vector<double> scores =
      InvertedIndex(weights).scores(query.row(0));
  const auto by_hand = [](double c, double length) {
    return std::log(1 + (3 - 2 + 0.5) / (2 + 0.5)) * 2.2 * c /
           (c + 1.2 * (1 - 0.75 + 0.75 * length / 2));
  };
  CHECK(std::abs(scores[0] - by_hand(1, 2)) < 1e-12);
  CHECK(std::abs(scores[1] - by_hand(2, 3)) < 1e-12);
  CHECK(scores[2] == 0);
}

TEST_CASE("The best come first and equal ones in their order") {
  const std::vector<double> scores = {1, 3, 0, 3, 2, -1};
  const auto texts = [](const std::vector<Hit>& hits) {
    std::vector<Index> numbers;
    for (const Hit& hit : hits) numbers.push_back(hit.text);
    return numbers;
  };
  CHECK(texts(best(scores, 9)) == std::vector<Index>{1, 3, 4, 0});
  CHECK(texts(best(scores, 2)) == std::vector<Index>{1, 3});
  CHECK(texts(best(scores, 2, 1)) == std::vector<Index>{3, 4});
  CHECK(texts(best(scores, 0)).empty());
  CHECK(texts(best({}, 3)).empty());
}

TEST_CASE("A ranking is judged by its first ten and its first hit") {
  std::vector<Hit> order;
  for (Index t = 0; t < 15; ++t) order.push_back({t, 1});
  const auto judged = [&](const std::vector<std::int32_t>& relevant) {
    const Ranking ranking = judge(order, relevant);
    return std::pair(ranking.precision, ranking.reciprocal);
  };
  CHECK(judged({0}) == std::pair(0.1, 1.0));
  CHECK(judged({9, 10}) == std::pair(0.1, 0.1));
  CHECK(judged({10}) == std::pair(0.0, 1.0 / 11));
  CHECK(judged({99}) == std::pair(0.0, 0.0));
}

TEST_CASE("Naive Bayes counts") {
  const text::Vocabulary vocabulary = vocabulary_of({"a a a", "b b", "c"});
  const Bags bags = count({"a a", "a b", "b"}, vocabulary);
  const LinearModel model = train_naive_bayes(bags, {0, 1, 1}, 3, 0.5);
  CHECK(std::abs(model.biases[1] - std::log(2.0 / 3)) < 1e-6);
  CHECK(std::abs(model.of_word(0)[0] - std::log(2.5 / 3.5)) < 1e-6);
  CHECK(std::abs(model.of_word(1)[1] - std::log(2.5 / 4.5)) < 1e-6);
  CHECK(std::abs(model.of_word(2)[0] - std::log(0.5 / 3.5)) < 1e-6);
  CHECK(predict(model, count({"a a a", "b", "c", ""}, vocabulary)) ==
        Labels{0, 1, 1, 1});
}

TEST_CASE("A class without an example is never said") {
  const Bags bags = bags_of({"a", "b"});
  const LinearModel model = train_naive_bayes(bags, {1, 2}, 4, 1);
  CHECK(predict(model, bags) == Labels{1, 2});
}

TEST_CASE("Nothing can be learned from nothing") {
  const auto refused = [](const auto& call) { return testing::refusal(call); };
  CHECK(refused([] { train_naive_bayes(Bags{3}, {}, 2, 1); }) ==
        "naive Bayes: there is no text to learn from; give it some");
  CHECK(refused([] { train_logistic(Bags{3}, {}, 2, 0.1); }) ==
        "logistic regression: there is no text to learn from; give it some");
  CHECK_THROWS_AS(train_naive_bayes(bags_of({"a"}), {0}, 2, 0), Error);
  CHECK_THROWS_AS(train_naive_bayes(bags_of({"a"}), {0}, 2, std::nan("")),
                  Error);
}

TEST_CASE("A loss that is no number ends the training") {
  Bags bags = bags_of({"a", "b"});
  bags.entries[0].value = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(train_logistic(bags, {0, 1}, 2, 0.1), Error);
}

TEST_CASE("The gradient is what nudging finds") {
  const Bags counts = bags_of(made_up_texts(7, 3));
  const Bags bags = weigh(counts, {}, rarity(counts, Rarity::smooth));
  const Labels labels = {0, 1, 2, 0, 1, 2, 2};
  LinearModel model(bags.columns, 3), gradient(0, 3), ignored(0, 3);
  model.weights = testing::random_floats(model.weights.size(), 4);
  model.biases = testing::random_floats(3, 5);
  loss(model, bags, labels, 0.3, gradient);
  // In single precision, so with a wide step.
  const auto slope = [&](float& weight) {
    const float before = weight;
    weight = before + 0.05f;
    const double above = loss(model, bags, labels, 0.3, ignored);
    weight = before - 0.05f;
    const double below = loss(model, bags, labels, 0.3, ignored);
    weight = before;
    return (above - below) / 0.1;
  };
  for (std::size_t i = 0; i < model.weights.size(); ++i)
    CHECK(std::abs(slope(model.weights[i]) - double{gradient.weights[i]}) <
          2e-4);
  for (std::size_t k = 0; k < 3; ++k)
    CHECK(std::abs(slope(model.biases[k]) - double{gradient.biases[k]}) < 2e-4);
}

TEST_CASE("The first step of AdaGrad is as long as the learning rate") {
  const Bags bags = bags_of({"a b b"});
  const LinearModel model =
      train_logistic(bags, {1}, 2, 0, {.epochs = 1, .rate = 0.25});
  for (Index w = 0; w < 2; ++w) {
    CHECK(std::abs(model.of_word(w)[0] + 0.25f) < 1e-5f);
    CHECK(std::abs(model.of_word(w)[1] - 0.25f) < 1e-5f);
  }
}

TEST_CASE("Descent ends where the gradient of the whole loss is small") {
  const Bags counts = bags_of(made_up_texts(48, 6));
  const Bags bags = weigh(counts, {}, rarity(counts, Rarity::smooth));
  Labels labels;
  for (Index t = 0; t < bags.rows(); ++t)
    labels.push_back(static_cast<std::int32_t>(t * t % 3));
  const auto steepest = [&](const LinearModel& model) {
    LinearModel gradient(0, 3);
    loss(model, bags, labels, 0.05, gradient);
    float largest = 0;
    for (const float slope : gradient.weights)
      largest = std::max(largest, std::abs(slope));
    return largest;
  };
  const DescentOptions options{.epochs = 1000, .rate = 0.2};
  const LinearModel model = train_logistic(bags, labels, 3, 0.05, options);
  CHECK(steepest(model) < 0.1f * steepest(LinearModel(bags.columns, 3)));
  CHECK(train_logistic(bags, labels, 3, 0.05, options).weights ==
        model.weights);
}

}  // namespace primer::chapter
