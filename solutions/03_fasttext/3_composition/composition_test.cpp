#include "composition.hpp"

#include <numeric>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

std::size_t at(int place) { return static_cast<std::size_t>(place); }

Model drawn(Draw& draw, int length, int rows = 7, int words = 6) {
  Model model;
  for (int r = 0; r < rows; ++r) model.table.push_back(draw.reals(length, -1.5, 1.5));
  for (int w = 0; w < words; ++w) model.outputs.push_back(draw.reals(length, -1.5, 1.5));
  return model;
}

/// By counting how often each row of the table is there.
Vector mean_of(const Matrix& table, const std::vector<int>& rows) {
  Vector mean(table.front().size());
  for (std::size_t r = 0; r < table.size(); ++r) {
    double times = 0;
    for (const int row : rows) times += at(row) == r;
    if (times == 0) continue;
    const double weight = times / static_cast<double>(rows.size());
    for (std::size_t d = 0; d < mean.size(); ++d) mean[d] += weight * table[r][d];
  }
  return mean;
}

/// By probabilities, as the formula has it.
double plain_loss(const Model& model, const Question& question) {
  const Vector h = mean_of(model.table, question.rows);
  const auto real = [&](int word) {
    const auto& u = model.outputs[at(word)];
    return 1 / (1 + std::exp(-std::inner_product(u.begin(), u.end(), h.begin(), 0.0)));
  };
  double product = real(question.right);
  for (const int word : question.noise) product *= 1 - real(word);
  return -std::log(product);
}

/// A step by nudging each number of the model. The table's rows go `times` as far.
Model nudged(Model model, const Question& question, double rate, double times = 1) {
  Model result = model;
  const auto go = [&](Matrix& part, Matrix& moved, double far) {
    for (std::size_t r = 0; r < part.size(); ++r) {
      for (std::size_t d = 0; d < part[r].size(); ++d) {
        const double before = part[r][d], nudge = 1e-5;
        part[r][d] = before + nudge;
        const double above = plain_loss(model, question);
        part[r][d] = before - nudge;
        moved[r][d] -= far * (above - plain_loss(model, question)) / (2 * nudge);
        part[r][d] = before;
      }
    }
  };
  go(model.table, result.table, rate * times);
  go(model.outputs, result.outputs, rate);
  return result;
}

void expect_same(const Model& got, const Model& expected, const std::string& how,
                 const std::string& why) {
  expect_near(got.table, expected.table, 1e-7, "the table " + how, why);
  expect_near(got.outputs, expected.outputs, 1e-7, "the outputs " + how, why);
}

}  // namespace

PRIMER_CHECK("A word is the mean of its rows", 2) {
  const Model model = drawn(draw, draw.whole(2, 5));
  const std::vector<int> rows = {4, 0, 6, draw.whole(1, 3)};
  expect_near(student<compose>(model.table, rows), mean_of(model.table, rows), 1e-12,
              "the mean of four of seven rows", "A sum would make long words loud.");
  expect_near(student<compose>(model.table, {5}), model.table[5], 1e-12,
              "the row itself, where there is one", "That is chapter 2.");
}

PRIMER_CHECK("A row that is there twice counts twice", 2) {
  const Model model = drawn(draw, 3);
  const int twice = draw.whole(0, 6), other = (twice + draw.whole(1, 6)) % 7;
  const std::vector<int> rows = {twice, other, twice};
  expect_near(student<compose>(model.table, rows), mean_of(model.table, rows), 1e-12,
              "two thirds of one row and a third of the other, for the rows a, b, a",
              "Two pieces have met in a bucket, and both are pieces of the word.");
  const Question question{rows, 2, {0, 5}};
  expect_same(student<step>(model, question, 0.1), nudged(model, question, 0.1),
              "as nudging finds it, for the rows a, b, a",
              "A row with twice the share in the mean has twice the slope.");
}

PRIMER_CHECK("A step moves every vector against its slope", 3) {
  const Model model = drawn(draw, draw.whole(2, 4));
  const Question question{{3, 1, 5, 0}, 4, {2, draw.whole(0, 1)}};
  const double rate = draw.real(0.05, 0.2);
  expect_same(
      student<step>(model, question, rate), nudged(model, question, rate),
      "with each number moved by minus the rate times the slope that nudging finds",
      "Each of four rows has a quarter of the mean, and whoever has no part in the question "
      "stays.");
}

PRIMER_CHECK("All slopes are those before the step", 2) {
  const Model model = drawn(draw, 3);
  const Question question{{2, 6, 4}, 1, {3, 5, 3}};
  expect_same(student<step>(model, question, 2), nudged(model, question, 2),
              "after one step with a rate of 2, with a noise word that was drawn twice",
              "With so long a step it shows when a vector moves before all have read it.");
}

PRIMER_CHECK("FastText moves each row by the whole slope", 3) {
  const Model model = drawn(draw, draw.whole(2, 4));
  const int count = draw.whole(2, 5);
  std::vector<int> rows = {6, 2, 4, 1, 5};
  rows.resize(at(count));
  const Question question{rows, 0, {3, 2, 5}};
  expect_same(student<fasttext_step>(model, question, 0.05), nudged(model, question, 0.05, count),
              "with its rows moved " + std::to_string(count) +
                  " times as far as calculus has it, for as many rows, and outputs as ever",
              "Only the division on the way back is left out. The mean is a mean.");
  const std::vector<int> again = {6, 2, 6, 6};
  const Question twice{again, 0, {3}};
  expect_same(student<fasttext_step>(model, twice, 0.05), nudged(model, twice, 0.05, 4),
              "for the rows a, b, a, a", "A row that is there three times is moved three times.");
}

PRIMER_CHECK("FastText moves the mean as far as a word of one row", 1) {
  const Model model = drawn(draw, 3);
  const std::vector<int> rows = {0, 3, 5, 6};
  Model single = model;
  single.table = {mean_of(model.table, rows)};
  const Model next = student<fasttext_step>(model, {rows, 2, {1, 4}}, 0.3);
  expect_near(mean_of(next.table, rows), nudged(single, {{0}, 2, {1, 4}}, 0.3).table[0], 1e-7,
              "the mean of four different rows after the step, where a single row in its place "
              "would be",
              "That is what the missing division is good for: rates mean what they meant.");
}

PRIMER_CHECK("A word without rows is zero and teaches nothing", 2) {
  const Model model = drawn(draw, draw.whole(2, 5));
  expect_near(student<compose>(model.table, {}), Vector(model.table[0].size()), 1e-12,
              "zeros, as many as a row has numbers", "0 / 0 is not a number.");
  expect_same(student<step>(model, {{}, 1, {2}}, 0.5), model, "as they were",
              "All scores are zero then, and what moves an output is zero as well.");
  expect_same(student<fasttext_step>(model, {{}, 1, {2}}, 0.5), model, "as they were",
              "All scores are zero then, and what moves an output is zero as well.");
}

}  // namespace primer::exercise
