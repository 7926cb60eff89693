// What the chapter's parts cost, and the same in scikit-learn beside them. Both
// get the same texts and cut, count and weigh them by the same rules. What came
// out on either side is printed below the times, since a race means little
// between two who went to different places.

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "chapters/01_bag_of_words/bag_of_words.hpp"
#include "common/io/file.hpp"
#include "common/testing/contest.hpp"
#include "common/text/wordnet.hpp"

namespace primer::chapter {
namespace {

using Texts = std::vector<std::string>;

/// A folder through which the sides meet: our texts go there, a line each, and
/// the rival leaves what came out of its work. Gone in the end.
class Meeting {
 public:
  Meeting()
      : path_(std::filesystem::temp_directory_path() /
              fmt::format("primer_bags_{}", getpid())) {
    std::filesystem::create_directories(path_);
    setenv("PRIMER_BAGS", path_.c_str(), 1);
  }
  ~Meeting() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Meeting(const Meeting&) = delete;
  Meeting& operator=(const Meeting&) = delete;

  void leave(const std::string& name, const Texts& texts,
             const Labels& labels = {}) const {
    std::string lines;
    for (std::size_t t = 0; t < texts.size(); ++t) {
      if (!labels.empty()) lines += fmt::format("{}\t", labels[t]);
      for (const char c : texts[t]) lines += c == '\n' || c == '\t' ? ' ' : c;
      lines += '\n';
    }
    write_file_atomically(path_ / name, lines);
  }

  /// What came out of the rival's work; empty without a rival.
  train::Numbers theirs(const std::string& work) const {
    train::Numbers numbers;
    std::ifstream file(path_ / (work + ".result"));
    std::string name;
    for (double value = 0; file >> name >> value;)
      numbers.emplace_back(name, value);
    return numbers;
  }

 private:
  std::filesystem::path path_;
};

void print_outcome(const Meeting& meeting, const std::string& work,
                   const train::Numbers& ours) {
  const auto print = [](const char* whose, const train::Numbers& numbers) {
    if (numbers.empty()) return;
    fmt::print("{:<26}{:<7}", "", whose);
    for (const auto& [name, value] : numbers)
      fmt::print(" {} {:.7g}", name, value);
    fmt::print("\n");
  };
  print("ours", ours);
  print("theirs", meeting.theirs(work));
  std::fflush(stdout);
}

Bags weighed(const Bags& counts, TermFrequency frequency) {
  return weigh(counts, {frequency, Rarity::smooth, true},
               rarity(counts, Rarity::smooth));
}

double share_of(const Labels& said, const Labels& labels) {
  double right = 0;
  for (std::size_t t = 0; t < labels.size(); ++t)
    right += said[t] == labels[t] ? 1 / static_cast<double>(labels.size()) : 0;
  return right;
}

// From strings to a weighted matrix: all nouns' definitions.

void race_weighing(testing::Contest& contest, const Meeting& meeting,
                   const std::vector<text::Synset>& nouns) {
  Texts texts;
  for (const text::Synset& noun : nouns) texts.push_back(noun.definition);
  meeting.leave("definitions", texts);
  Bags bags;
  contest.race(
      "tf_idf",
      [&] {
        const text::Vocabulary vocabulary = vocabulary_of(texts);
        bags = weighed(count(texts, vocabulary), TermFrequency::count);
      },
      5);
  double sum = 0;
  for (const auto& [word, value] : bags.entries) sum += value;
  print_outcome(meeting, "tf_idf",
                {{"words", static_cast<double>(bags.columns)},
                 {"entries", static_cast<double>(bags.entries.size())},
                 {"sum", sum}});
}

// The classifiers, on the hypernym split with all labels. Bags are there; what is
// timed is learning, and for naive Bayes, which learns in no time, also what it
// says of the test. Logistic regression has the same objective on both sides and
// about the same loss in the end, which the sides reach in their own ways: ours
// as the page does it, and with plain steps, the rival by SAGA.

void race_sorting(testing::Contest& contest, const Meeting& meeting,
                  const std::vector<text::Synset>& nouns) {
  const text::TextSplits splits =
      text::definition_splits(nouns, text::WordNetSplit::hypernym);
  meeting.leave("train", splits.train.texts, splits.train.labels);
  meeting.leave("test", splits.test.texts, splits.test.labels);
  const auto classes = static_cast<Index>(splits.train.classes.size());
  const text::Vocabulary vocabulary = vocabulary_of(splits.train.texts);
  const Bags train = count(splits.train.texts, vocabulary);
  const Bags test = count(splits.test.texts, vocabulary);
  const Labels& labels = splits.train.labels;

  const Weighting presence{TermFrequency::presence, Rarity::none, false};
  const std::vector<double> none = rarity(train, Rarity::none);
  const Bags present = weigh(train, presence, none);
  const Bags asked = weigh(test, presence, none);
  Labels said;
  contest.race("bayes", [&] {
    said = predict(train_naive_bayes(present, labels, classes, 0.2), asked);
  });
  print_outcome(meeting, "bayes",
                {{"accuracy", share_of(said, splits.test.labels)}});

  const Bags weights = weighed(train, TermFrequency::count);
  const Bags test_weights = weigh(test, {}, rarity(train, Rarity::smooth));
  const double decay = 1 / (50 * static_cast<double>(train.rows()));
  for (const auto& [work, options] :
       {std::pair{"adagrad", DescentOptions{}},
        {"plain_steps",
         DescentOptions{.epochs = 3, .rate = 1, .adaptive = false}}}) {
    LinearModel model(0, classes), ignored(0, classes);
    contest.race(
        work,
        [&] {
          model = train_logistic(weights, labels, classes, decay, options);
        },
        5);
    print_outcome(meeting, work,
                  {{"loss", loss(model, weights, labels, decay, ignored)},
                   {"accuracy", share_of(predict(model, test_weights),
                                         splits.test.labels)}});
  }
}

// The dictionary of computing: the ten best entries for each of a hundred that are
// asked for, and the decomposition of all.

void race_dictionary(testing::Contest& contest, const Meeting& meeting) {
  Texts texts;
  for (const text::FoldocEntry& entry : text::load_foldoc())
    texts.push_back(text::plain_text(entry.text, text::Anchors::keep));
  meeting.leave("entries", texts);
  const Bags counts = count(texts, vocabulary_of(texts));

  const Bags entries = weighed(counts, TermFrequency::count);
  const InvertedIndex index(entries);
  std::vector<std::vector<Hit>> hits;
  contest.race("search", [&] {
    hits.clear();
    for (Index q = 0; q < 100; ++q)
      hits.push_back(best(index.scores(entries.row(100 * q)), 10, 100 * q));
  });
  double sum = 0;
  for (const std::vector<Hit>& ten : hits) {
    for (const Hit& hit : ten) sum += hit.score;
  }
  print_outcome(meeting, "search", {{"sum", sum}});

  const Bags weights = weighed(counts, TermFrequency::logarithm);
  Svd svd;
  contest.race(
      "svd", [&] { svd = truncated_svd(weights, 100, 2, 1); }, 5);
  double kept = 0;
  for (const double s : svd.values) kept += s * s;
  print_outcome(meeting, "svd",
                {{"largest", svd.values.front()},
                 {"smallest", svd.values.back()},
                 {"squares", kept}});
}

void race_all(testing::Contest& contest) {
  const Meeting meeting;
  const std::vector<text::Synset> nouns = text::load_wordnet();
  race_weighing(contest, meeting, nouns);
  race_sorting(contest, meeting, nouns);
  race_dictionary(contest, meeting);
}

}  // namespace
}  // namespace primer::chapter

int main(int argc, char** argv) {
  return primer::testing::contest(
      argc, argv,
      {"chapters/01_bag_of_words/twin.py", "sklearn", "scikit-learn"},
      primer::chapter::race_all);
}
