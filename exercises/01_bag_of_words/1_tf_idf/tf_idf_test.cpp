#include "tf_idf.hpp"

#include <map>
#include <string>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

double length(const std::vector<double>& row) {
  double squares = 0;
  for (const double weight : row) squares += weight * weight;
  return std::sqrt(squares);
}

/// Eight texts of six words: word v stands in exactly `in[v]` of them, each time `times` times or fewer.
Matrix texts_with(Draw& draw, const std::vector<int>& in, int times) {
  Matrix counts(8, std::vector<double>(in.size(), 0));
  for (std::size_t v = 0; v < in.size(); ++v) {
    int first = draw.whole(0, 7);
    for (int i = 0; i < in[v]; ++i)
      counts[static_cast<std::size_t>((first + i) % 8)][v] = draw.whole(1, times);
  }
  return counts;
}

}  // namespace

PRIMER_CHECK("A text counts once however often it says the word", 3) {
  const std::vector<int> in = {8, draw.whole(2, 7), draw.whole(1, 4), 1, draw.whole(3, 6), 0};
  const Matrix counts = texts_with(draw, in, 5);
  expect_near(
      student<document_frequency>(counts), std::vector<double>(in.begin(), in.end()), 1e-12,
      "the number of texts that each word was put into",
      "A word that one text repeats a hundred times still tells that text from all others.");
}

PRIMER_CHECK("A word that stands in every text is worth nothing", 1) {
  const Matrix counts = texts_with(draw, {8, 3, 2}, 4);
  for (const std::vector<double>& row : student<tf_idf>(counts)) {
    expect_near(row[0], 0, 1e-12, "the weight of a word that stands in all eight texts",
                "It tells no text from another. The logarithm of 8/8 is 0.");
  }
}

PRIMER_CHECK("The proportion of two words in a text is that of their counts times their rarities",
             3) {
  // Both words stand in the first text; of the others nothing matters but how many have them.
  const int a = draw.whole(2, 5), b = draw.whole(2, 5), in_a = draw.whole(1, 3),
            in_b = draw.whole(4, 6);
  Matrix counts(8, {0, 0, 0});
  for (int i = 0; i < in_a; ++i) counts[static_cast<std::size_t>(i)][0] = a;
  for (int i = 0; i < in_b; ++i) counts[static_cast<std::size_t>(i)][1] = b;
  for (int i = 0; i < 2; ++i) counts[static_cast<std::size_t>(i)][2] = draw.whole(1, 9);
  const Matrix weights = student<tf_idf>(counts);
  expect(!weights.empty() && weights[0].size() == 3,
         "there is a row for each text and a column for each word",
         "The result has the shape of the counts.");
  const double expected =
      a * (std::log(8.0) - std::log(in_a)) / (b * (std::log(8.0) - std::log(in_b)));
  expect_near(weights[0][0] / weights[0][1], expected, 1e-9,
              std::string("(") + std::to_string(a) + " log 8/" + std::to_string(in_a) + ") / (" +
                  std::to_string(b) + " log 8/" + std::to_string(in_b) + ")",
              "A word's worth is its own rarity. What else stands in the text has no part in it.");
}

PRIMER_CHECK("Every row that is not empty has length one", 2) {
  Matrix counts = texts_with(draw, {6, 7, 5, 6, 7}, 7);
  for (double& count : counts[0]) count = 0;
  counts[1][0] = 3;
  const Matrix weights = student<tf_idf>(counts);
  for (std::size_t n = 0; n < counts.size(); ++n) {
    expect_near(length(weights[n]), length(counts[n]) > 0 ? 1 : 0, 1e-9,
                length(counts[n]) > 0 ? "the length of the row" : "the length of a row of zeros",
                "Otherwise long texts are like everything, and an empty one is NaN.");
  }
}

PRIMER_CHECK("A word that stands nowhere makes nothing NaN", 1) {
  const Matrix weights = student<tf_idf>(texts_with(draw, {0, 2, 0, 3}, 3));
  for (const std::vector<double>& row : weights) {
    expect_near(row[0], 0, 1e-12, "the weight of a word that no text has",
                "log(8/0) is infinite, and infinity times zero is NaN.");
  }
}

}  // namespace primer::exercise
