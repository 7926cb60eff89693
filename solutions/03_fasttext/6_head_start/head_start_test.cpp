#include "head_start.hpp"

#include <algorithm>
#include <numeric>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

using Strings = std::vector<std::string>;

/// A word's vector is told by its number: (n, 2n + 1, -n).
Vector vector_of(int number) { return {1.0 * number, 2.0 * number + 1, -1.0 * number}; }

std::vector<int> shuffled(Draw& draw, int count) {
  std::vector<int> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 1);
  for (int i = count - 1; i > 0; --i) {
    std::swap(order[static_cast<std::size_t>(i)],
              order[static_cast<std::size_t>(draw.whole(0, i))]);
  }
  return order;
}

Model drawn(Draw& draw, int length, int classes, int words) {
  Model model;
  for (int w = 0; w < words; ++w) model.table.push_back(draw.reals(length, -1.5, 1.5));
  for (int k = 0; k < classes; ++k) model.classes.push_back(draw.reals(length, -1.5, 1.5));
  return model;
}

std::vector<double> scores_of(const Model& model, const std::vector<int>& rows) {
  std::vector<double> scores;
  for (const auto& u : model.classes) {
    double score = 0;
    for (const int r : rows) {
      const auto& z = model.table[static_cast<std::size_t>(r)];
      score += std::inner_product(u.begin(), u.end(), z.begin(), 0.0);
    }
    scores.push_back(score / std::max(1.0, static_cast<double>(rows.size())));
  }
  return scores;
}

double loss(const Model& model, const Text& text) {
  const std::vector<double> scores = scores_of(model, text.rows);
  double odds = 0;
  for (const double other : scores) {
    odds += std::exp(other - scores[static_cast<std::size_t>(text.label)]);
  }
  return std::log(odds);
}

/// By nudging each number of the model, step after step.
Model nudged(Model model, const std::vector<Text>& texts, int epochs, double rate, bool frozen) {
  const int all = epochs * static_cast<int>(texts.size());
  for (int t = 0; t < all; ++t) {
    const Text& text = texts[static_cast<std::size_t>(t) % texts.size()];
    const double now = rate * (all - t) / all;
    Model next = model;
    const auto go = [&](Matrix& part, Matrix& moved) {
      for (std::size_t r = 0; r < part.size(); ++r) {
        for (std::size_t d = 0; d < part[r].size(); ++d) {
          const double before = part[r][d], nudge = 1e-5;
          part[r][d] = before + nudge;
          const double above = loss(model, text);
          part[r][d] = before - nudge;
          moved[r][d] -= now * (above - loss(model, text)) / (2 * nudge);
          part[r][d] = before;
        }
      }
    };
    if (!frozen) go(model.table, next.table);
    go(model.classes, next.classes);
    model = next;
  }
  return model;
}

void expect_same(const Model& got, const Model& expected, const std::string& how,
                 const std::string& why) {
  expect_near(got.table, expected.table, 1e-6, "the table " + how, why);
  expect_near(got.classes, expected.classes, 1e-6, "the classes' vectors " + how, why);
}

}  // namespace

PRIMER_CHECK("Words find their vectors by name", 3) {
  const int count = draw.whole(8, 12);
  Vectors brought;
  for (const int number : shuffled(draw, count)) {
    brought.words.push_back("word" + std::to_string(number));
    brought.values.push_back(vector_of(number));
  }
  Strings vocabulary;
  Matrix expected;
  for (const int number : shuffled(draw, count)) {
    // In an order that is not that of the file, and not all of them
    if (number == 1) continue;
    vocabulary.push_back("word" + std::to_string(number));
    expected.push_back(vector_of(number));
  }
  if (vocabulary[0] == brought.words[0]) {
    std::swap(vocabulary[0], vocabulary[1]);
    std::swap(expected[0], expected[1]);
  }
  expect_near(student<start>(vocabulary, brought), expected, 1e-12,
              "the vector of each of our words, where the file has them in another order and has "
              "one more",
              "Row 5 here and row 5 there are different words.");
}

PRIMER_CHECK("Words that were not brought begin at zero", 2) {
  const int known = draw.whole(2, 9);
  const Vectors brought = {{"cat", "dog", "The"},
                           {vector_of(known), vector_of(known + 1), vector_of(known + 2)}};
  const Matrix expected = {Vector(3), vector_of(known + 1), Vector(3), vector_of(known), Vector(3)};
  expect_near(student<start>({"emu", "dog", "the", "cat", "gnu"}, brought), expected, 1e-12,
              "zeros for emu, the and gnu, where only cat, dog and The were brought",
              "Whatever else is put there takes part in every mean. And The is another word.");
}

PRIMER_CHECK("Vectors that do not fit are refused", 1) {
  const Strings words = {"a", "b", "c"};
  expect_throws(
      [&] {
        student<start>({"a"}, {words, {{1, 2}, {3, 4}, {5}}});
      },
      "a vector of one number among those of two", "The file is broken.");
  expect_throws(
      [&] {
        student<start>({"a"}, {words, {{1, 2}, {3, 4}}});
      },
      "two vectors for three words", "Nobody knows which of them is whose.");
}

PRIMER_CHECK("Each text is a step and the rate falls to nothing", 3) {
  const Model model = drawn(draw, draw.whole(2, 3), 3, 5);
  const std::vector<Text> texts = {{{0, 2}, 1}, {{3, 1, 3}, 0}, {{4}, draw.whole(0, 2)}};
  const double rate = draw.real(0.5, 1);
  expect_same(
      student<learn>(model, texts, 1, rate, false), nudged(model, texts, 1, rate, false),
      "after three steps that nudging finds, with rates of 1, 2/3 and 1/3 of " + shown(rate),
      "All slopes of a step are those before it, and the next step sees what it has done.");
  expect_same(student<learn>(model, texts, 2, rate, false), nudged(model, texts, 2, rate, false),
              "after two epochs, with rates from 1 to 1/6 of " + shown(rate),
              "The rate falls over all epochs and does not begin anew in each.");
  expect_same(student<learn>(model, texts, 0, rate, false), model, "as they were, after no epoch",
              "Nothing was learned.");
}

PRIMER_CHECK("What is frozen stays and what is not learns", 3) {
  const Model model = drawn(draw, 3, 2, 4);
  const std::vector<Text> texts = {{{0, 3}, 1}, {{1, 1, 2}, 0}};
  const Model got = student<learn>(model, texts, 3, 0.7, true);
  expect(got.table == model.table, "the table as it was, to the last bit",
         "Frozen vectors stay neighbours of those that no text has.");
  expect_near(got.classes, nudged(model, texts, 3, 0.7, true).classes, 1e-6,
              "the classes' vectors after six steps that nudging finds",
              "They alone learn, and from vectors that stay.");
}

PRIMER_CHECK("A text without rows takes its turn", 1) {
  const Model model = drawn(draw, 3, 3, 3);
  const std::vector<Text> texts = {{{}, 1}, {{2, 0}, draw.whole(0, 2)}, {{}, 0}};
  expect_same(student<learn>(model, texts, 1, 0.9, false), nudged(model, texts, 1, 0.9, false),
              "after a single step, the second of three, with 2/3 of the rate",
              "It has no mean. Divided by no rows it would be NaN, and so would be all that "
              "follows.");
}

PRIMER_CHECK("A word without a label is what its neighbours are", 2) {
  // Two kinds of words, and labels for one or two of each
  const double turn = draw.real(0.2, 1.2);
  const Vector one = {std::cos(turn), std::sin(turn), 0.3}, other = {one[1], -one[0], 0.3};
  const auto near = [&](Vector v) {
    for (double& x : v) x += draw.real(-0.15, 0.15);
    return v;
  };
  const Vectors brought = {
      {"pup", "fir", "dog", "oak", "elm", "cat"},
      {near(one), near(other), near(one), near(other), near(other), near(one)}};
  const Strings ours = {"dog", "oak", "pup", "elm", "cat", "fir", "emu"};
  const Model before{student<start>(ours, brought), Matrix(2, Vector(3))};
  const std::vector<Text> texts = {{{0}, 1}, {{1}, 0}, {{4, 0}, 1}};
  for (const bool frozen : {true, false}) {
    const Model after = student<learn>(before, texts, 20, 0.5, frozen);
    for (const auto& [row, label] : {std::pair(2, 1), std::pair(3, 0), std::pair(5, 0)}) {
      const auto scores = scores_of(after, {row});
      expect(scores[static_cast<std::size_t>(label)] > scores[static_cast<std::size_t>(1 - label)],
             ours[static_cast<std::size_t>(row)] + ", which no text has, to be of class " +
                 std::to_string(label),
             "Its vector is near those of words whose class is known. That is what vectors were "
             "brought for.");
    }
    const auto scores = scores_of(after, {6});
    expect_near(scores[0], scores[1], 1e-9, "equal scores for emu, which was not brought",
                "Nothing is known of it.");
  }
}

}  // namespace primer::exercise
