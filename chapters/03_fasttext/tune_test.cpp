// The contest: what the search chose, and that all have the same chances.

#include <fstream>
#include <nlohmann/json.hpp>

#include "chapters/03_fasttext/fasttext.hpp"
#include "common/testing/catch.hpp"

namespace primer::chapter {
namespace {

/// Texts of two classes that share no word.
text::LabelledTexts two_classes(int texts, int from) {
  text::LabelledTexts all{{}, {}, {"beast", "plant"}};
  const char* words[2][3] = {{"barks", "bites", "runs"},
                             {"grows", "blooms", "withers"}};
  for (int i = from; i < from + texts; ++i) {
    const auto* own = words[i % 2];
    all.texts.push_back(std::string("it ") + own[i % 3] + " and " +
                        own[(i + 1) % 3]);
    all.labels.push_back(i % 2);
  }
  return all;
}

}  // namespace

TEST_CASE("The contenders are what the recorded search chose") {
  std::ifstream file(PRIMER_SOURCE_DIR
                     "/chapters/03_fasttext/results/search/run.json");
  const auto numbers = nlohmann::json::parse(file).at("numbers");
  const std::vector<std::string> amounts = {"100", "1000", "10000", "all"};
  for (const Contender& contender : contenders()) {
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      INFO(contender.key << " with " << amounts[i]);
      const auto& chosen = numbers.at(contender.key).at(amounts[i]);
      CHECK(contender.choices[i].rate == chosen.at("rate").get<double>());
      CHECK(contender.choices[i].epochs == chosen.at("epochs").get<int>());
    }
  }
}

TEST_CASE("A number of labels takes the choice of the nearest") {
  const Contender contender{
      .key = {}, .caption = {}, .choices = {{{1, 1}, {2, 1}, {3, 1}, {4, 1}}}};
  CHECK(contender.choice(0).rate == 1);
  CHECK(contender.choice(100).rate == 1);
  CHECK(contender.choice(300).rate == 1);
  CHECK(contender.choice(1000).rate == 2);
  CHECK(contender.choice(10'000).rate == 3);
  CHECK(contender.choice(64'345).rate == 4);
  CHECK(contender.choice(5'000'000).rate == 4);
}

TEST_CASE("All contenders learn what can be learned") {
  const text::TextSplits texts{two_classes(40, 0), two_classes(6, 1),
                               two_classes(12, 3)};
  text::Embeddings vectors{
      {"barks", "bites", "grows", "blooms"}, {1, 0, 1, 0, 0, 1, 0, 1}, 2};
  const Pretrained pretrained{vectors, vectors};
  const Task task{texts, pretrained, {40}};
  CHECK(name_of(task, 40) == "all");
  CHECK(name_of(task, 39) == "39");
  for (const Contender& contender : contenders()) {
    INFO(contender.key);
    CHECK(takes_part(contender, task));
    const Choice choice{contender.direct ? 20.0 : 1.0, 100};
    const Grade found = learn(contender, choice, task, 40, 1, texts.test);
    // Frozen, a text of words without vectors can only be guessed
    CHECK(found.accuracy > (contender.frozen ? 0.6 : 0.99));
    const Grade again = learn(contender, choice, task, 40, 1, texts.test);
    CHECK(found.accuracy == again.accuracy);
    CHECK(found.f1 == again.f1);
  }
}

TEST_CASE("Who has one table only leaves out whole words") {
  const text::TextSplits texts{two_classes(4, 0), two_classes(2, 0),
                               two_classes(2, 0)};
  const Pretrained pretrained{{{"barks"}, {1, 0}, 2}, {}};
  const Task task{texts, pretrained, {4}};
  int left_out = 0;
  for (const Contender& contender : contenders()) {
    left_out += !takes_part(contender, task);
  }
  CHECK(left_out == 1);
}

TEST_CASE("Endings ask for what the vocabulary has") {
  text::WordCounts counts;
  std::int64_t times = 100;
  for (const char* word : {"quick", "slow", "quickly", "slowly", "kind",
                           "kindness", "kindly", "fly", "only", "on"}) {
    counts.add(word, times--);
  }
  const text::Vocabulary vocabulary(counts);
  const auto questions = endings(vocabulary, 2);
  REQUIRE(questions.size() == 2);  // quick and slow; one word has "ness"
  CHECK(questions[0].a == "quick");
  CHECK(questions[0].b == "quickly");
  CHECK(questions[0].c == "slow");
  CHECK(questions[0].answer == "slowly");
  CHECK(endings(vocabulary, 3).size() == 6);
}

}  // namespace primer::chapter
