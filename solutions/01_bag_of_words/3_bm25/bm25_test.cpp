#include "bm25.hpp"

#include <algorithm>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

std::vector<Text> some_texts(Draw& draw) {
  const Text words = {"ape", "bee", "cat", "dog", "eel", "fox", "gnu"};
  std::vector<Text> texts;
  for (int n = 0; n < 7; ++n) {
    texts.emplace_back();
    for (int i = draw.whole(2, 3 + 2 * n); i > 0; --i) {
      texts.back().push_back(
          words[static_cast<std::size_t>(std::min(draw.whole(0, 6), draw.whole(0, 6)))]);
    }
  }
  texts.push_back({"hen", "hen", "ape", "ape", "ape", "ape"});
  return texts;
}

/// Text by text, word by word, as the formula stands there.
std::vector<double> by_the_formula(const std::vector<Text>& texts, const Text& query, double k1,
                                   double b) {
  const auto in = [](const Text& text, const std::string& word) {
    return static_cast<double>(std::count(text.begin(), text.end(), word));
  };
  const double all = static_cast<double>(texts.size());
  double mean = 0;
  for (const Text& text : texts) mean += static_cast<double>(text.size()) / all;
  std::vector<double> scores;
  for (const Text& text : texts) {
    double score = 0;
    for (const std::string& asked : query) {
      double d = 0;
      for (const Text& other : texts) d += in(other, asked) > 0 ? 1 : 0;
      const double c = in(text, asked);
      const double size = static_cast<double>(text.size()) / mean;
      score += std::log((all + 1) / (d + 0.5)) * (k1 + 1) * c / (c + k1 * (1 - b + b * size));
    }
    scores.push_back(score);
  }
  return scores;
}

}  // namespace

PRIMER_CHECK("Without a discount for length the score is rarity times saturated count", 4) {
  const std::vector<Text> texts = some_texts(draw);
  const double k1 = draw.real(0.8, 2);
  for (const Text& query : {Text{"hen"}, Text{"ape", "fox"}}) {
    expect_near(
        student<bm25>(texts, query, k1, 0), by_the_formula(texts, query, k1, 0), 1e-9,
        "the formula with b = 0",
        "The second mention of a word says less than the first, and a rare word says more.");
  }
}

PRIMER_CHECK("A long text has to say a word more often", 4) {
  const std::vector<Text> texts = some_texts(draw);
  const double k1 = draw.real(0.8, 2), b = draw.real(0.5, 1);
  expect_near(student<bm25>(texts, {"ape", "hen", "cat"}, k1, b),
              by_the_formula(texts, {"ape", "hen", "cat"}, k1, b), 1e-9,
              "the formula with b = " + shown(b),
              "A long text has every word more often by its length alone.");
}

PRIMER_CHECK("A word that the query says twice counts twice", 2) {
  const std::vector<Text> texts = some_texts(draw);
  std::vector<double> expected = by_the_formula(texts, {"ape"}, 1.2, 0);
  const std::vector<double> other = by_the_formula(texts, {"bee"}, 1.2, 0);
  for (std::size_t n = 0; n < expected.size(); ++n) expected[n] = 2 * expected[n] + other[n];
  expect_near(student<bm25>(texts, {"ape", "bee", "ape"}, 1.2, 0), expected, 1e-9,
              "twice the score for 'ape' and once that for 'bee'",
              "The one who asks repeats what matters.");
}

PRIMER_CHECK("A word that no text has adds nothing", 1) {
  const std::vector<Text> texts = some_texts(draw);
  expect_near(student<bm25>(texts, {"unicorn"}, 1.2, 0.75), std::vector<double>(texts.size(), 0),
              1e-12, "0 for every text",
              "A question may hold a misprint, and the program has to live.");
}

PRIMER_CHECK("The best come first and equal ones in their order", 3) {
  const double high = draw.real(2, 3), middle = draw.real(1, 2), low = draw.real(0.1, 1);
  const std::vector<int> order = student<best>({low, middle, 0, high, middle, low, middle, 0}, 8);
  expect(order == std::vector<int>{3, 1, 4, 6, 0, 5},
         "the order is 3, 1, 4, 6, 0, 5, without the two that have a score of 0",
         "The same question should have the same answer each time, and no text that has nothing to "
         "do with it.");
}

PRIMER_CHECK("No more than were asked for", 1) {
  const std::vector<int> order = student<best>({1, 2, 3, 4}, 2);
  expect(order == std::vector<int>{3, 2}, "two of four are returned, and these are 3 and 2",
         "The best ones, that is.");
}

}  // namespace primer::exercise
