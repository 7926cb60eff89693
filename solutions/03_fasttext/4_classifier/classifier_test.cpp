#include "classifier.hpp"

#include <algorithm>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

using Rows = std::vector<int>;

std::uint32_t some_hash(Draw& draw) {
  // Large ones, so that 32 bits are not enough for a pair
  return 0x80000000u + static_cast<std::uint32_t>(draw.whole(0, 0x7FFFFFFE));
}

std::vector<Word> some_text(Draw& draw, int length, int vocabulary) {
  std::vector<Word> text;
  for (int i = 0; i < length; ++i) {
    text.push_back({draw.whole(0, vocabulary - 1), some_hash(draw)});
  }
  return text;
}

/// With remainders all along, so that no number grows large: a pair modulo B by the words modulo B.
int pair_row(const Word& first, const Word& second, int vocabulary, int buckets) {
  const long long b = buckets;
  const long long left = (116049371 % b) * (first.hash % b) % b;
  return vocabulary + static_cast<int>((left + second.hash % b) % b);
}

Rows sorted(Rows rows) {
  std::sort(rows.begin(), rows.end());
  return rows;
}

Model drawn(Draw& draw, int length, int classes, int words = 6) {
  Model model;
  for (int w = 0; w < words; ++w) model.table.push_back(draw.reals(length, -1.5, 1.5));
  for (int k = 0; k < classes; ++k) model.classes.push_back(draw.reals(length, -1.5, 1.5));
  return model;
}

/// By odds: 1 / Σ exp(score of j - score of k), and each score summed over rows first.
std::vector<double> by_odds(const Model& model, const Rows& rows) {
  std::vector<double> scores;
  for (const Vector& u : model.classes) {
    double sum = 0;
    for (const int r : rows) {
      for (std::size_t d = 0; d < u.size(); ++d) {
        sum += u[d] * model.table[static_cast<std::size_t>(r)][d];
      }
    }
    scores.push_back(rows.empty() ? 0 : sum / static_cast<double>(rows.size()));
  }
  std::vector<double> result;
  for (const double score : scores) {
    double odds = 0;
    for (const double other : scores) odds += std::exp(other - score);
    result.push_back(1 / odds);
  }
  return result;
}

/// A step by nudging each number of the model.
Model nudged(Model model, const Rows& rows, int label, double rate) {
  Model result = model;
  const auto loss = [&] {
    return -std::log(by_odds(model, rows)[static_cast<std::size_t>(label)]);
  };
  const auto go = [&](Matrix& part, Matrix& moved) {
    for (std::size_t r = 0; r < part.size(); ++r) {
      for (std::size_t d = 0; d < part[r].size(); ++d) {
        const double before = part[r][d], nudge = 1e-5;
        part[r][d] = before + nudge;
        const double above = loss();
        part[r][d] = before - nudge;
        moved[r][d] -= rate * (above - loss()) / (2 * nudge);
        part[r][d] = before;
      }
    }
  };
  go(model.table, result.table);
  go(model.classes, result.classes);
  return result;
}

void expect_step(const Model& model, const Rows& rows, int label, double rate,
                 const std::string& how, const std::string& why) {
  const Model got = student<step>(model, rows, label, rate);
  const Model expected = nudged(model, rows, label, rate);
  expect_near(got.table, expected.table, 1e-7, "the rows' vectors " + how, why);
  expect_near(got.classes, expected.classes, 1e-7, "the classes' vectors " + how, why);
}

}  // namespace

PRIMER_CHECK("Neighbours give a row for their pair in this order", 3) {
  for (const int buckets : {draw.whole(1000, 2000), 200'000}) {
    const int vocabulary = draw.whole(5, 20);
    const auto text = some_text(draw, draw.whole(4, 7), vocabulary);
    Rows expected;
    for (std::size_t i = 0; i < text.size(); ++i) {
      expected.push_back(text[i].row);
      if (i > 0) expected.push_back(pair_row(text[i - 1], text[i], vocabulary, buckets));
    }
    expect(sorted(student<rows>(text, vocabulary, buckets)) == sorted(expected),
           "the rows of " + std::to_string(text.size()) + " words and of their pairs, " +
               std::to_string(vocabulary) + " + (116049371 a + b) mod " + std::to_string(buckets),
           "Hot dog is not dog, hot; and the product of two numbers of 32 and 27 bits does not fit "
           "into 32.");
  }
}

PRIMER_CHECK("A word that is not known gives no row and is still a neighbour", 2) {
  const int vocabulary = 9, buckets = 100'000;
  auto text = some_text(draw, 3, vocabulary);
  text[1].row = -1;
  const Rows expected = {text[0].row, text[2].row, pair_row(text[0], text[1], vocabulary, buckets),
                         pair_row(text[1], text[2], vocabulary, buckets)};
  expect(sorted(student<rows>(text, vocabulary, buckets)) == sorted(expected),
         "two words and two pairs, where the second of three words is not known",
         "The two words on either side of it are no neighbours, and a pair needs no vocabulary.");
}

PRIMER_CHECK("Without neighbours or buckets there are no pairs", 1) {
  const auto text = some_text(draw, draw.whole(3, 6), 12);
  Rows alone;
  for (const Word& word : text) alone.push_back(word.row);
  expect(sorted(student<rows>(text, 12, 0)) == sorted(alone), "the words alone, with no buckets",
         "A remainder by 0 does not exist.");
  expect(student<rows>({text[0]}, 12, 500) == Rows{text[0].row}, "a single row for a single word",
         "It has no neighbour.");
  expect(student<rows>({}, 12, 500).empty(), "no row for an empty text", "Nothing is in it.");
}

PRIMER_CHECK("A text is as likely each class as the softmax of its mean says", 2) {
  const Model model = drawn(draw, draw.whole(2, 5), draw.whole(2, 5));
  const int twice = draw.whole(0, 3);
  const Rows text = {twice, 4, twice, 5};
  expect_near(student<probabilities>(model, text), by_odds(model, text), 1e-9,
              "the softmax of each class's product with the mean, for the rows a, b, a, c",
              "A mean, so that long texts are no surer than short ones; and what is there twice "
              "counts twice.");
}

PRIMER_CHECK("A text without rows may be anything", 1) {
  const int classes = draw.whole(2, 6);
  expect_near(student<probabilities>(drawn(draw, 3, classes), {}),
              std::vector<double>(static_cast<std::size_t>(classes), 1.0 / classes), 1e-9,
              "1/" + std::to_string(classes) + " for each class", "A mean of zero knows nothing.");
}

PRIMER_CHECK("Scores of a thousand come through", 1) {
  const double far = draw.real(800, 1200), less = draw.real(0.1, 2);
  const Model model{{{far, 1}}, {{1, 0}, {1, -less}, {-1, 0}}};
  expect_near(student<probabilities>(model, {0}),
              {1 / (1 + std::exp(-less)), 1 / (1 + std::exp(less)), 0}, 1e-9,
              "one score of " + shown(far) + ", one a little less, and one that is its negative",
              "Infinity by infinity is not a number.");
}

PRIMER_CHECK("A step moves every vector against its slope", 3) {
  const int classes = draw.whole(2, 4), twice = draw.whole(0, 2);
  const Rows text = {twice, 3, twice, 5};
  expect_step(drawn(draw, draw.whole(2, 4), classes), text, draw.whole(0, classes - 1),
              draw.real(0.05, 0.2), "as nudging finds them, for the rows a, b, a, c",
              "Each entry has a quarter of the mean. The division that fastText leaves out for "
              "words is there for texts.");
}

PRIMER_CHECK("All slopes are those before the step", 1) {
  expect_step(drawn(draw, 3, 3), {1, 4, 2}, draw.whole(0, 2), 3, "after one step with a rate of 3",
              "With so long a step it shows when a class moves before the text has read it.");
}

PRIMER_CHECK("A text without rows teaches nothing", 1) {
  const Model model = drawn(draw, 3, 3);
  const Model got = student<step>(model, {}, draw.whole(0, 2), 0.5);
  expect_near(got.table, model.table, 1e-12, "the rows' vectors as they were",
              "There is no row in it.");
  expect_near(got.classes, model.classes, 1e-12, "the classes' vectors as they were",
              "They move along the mean, and that is zero.");
}

}  // namespace primer::exercise
