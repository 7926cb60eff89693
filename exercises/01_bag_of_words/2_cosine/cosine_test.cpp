#include "cosine.hpp"

#include <map>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

Row row(Draw& draw, int words, double share) {
  Row result;
  for (int w = 0; w < words; ++w) {
    if (draw.real(0, 1) < share) result.push_back({w, draw.real(0.5, 2)});
  }
  return result;
}

/// By looking every word up.
double sum_of_products(const Row& a, const Row& b) {
  std::map<int, double> values;
  for (const Entry& entry : b) values[entry.word] = entry.value;
  double sum = 0;
  for (const Entry& entry : a) {
    const auto found = values.find(entry.word);
    if (found != values.end()) sum += entry.value * found->second;
  }
  return sum;
}

}  // namespace

PRIMER_CHECK("Only words that stand in both rows count", 4) {
  Row a = row(draw, 40, 0.5), b = row(draw, 60, 0.4);
  a.push_back({70, 1.5});
  b.push_back({70, 2});
  expect_near(student<dot>(a, b), sum_of_products(a, b), 1e-9,
              "the sum of the products of equal words",
              "Entries belong together by their word and not by their place in the row.");
  expect_near(student<dot>({{1, 2}, {5, 1}}, {{2, 3}, {4, 7}}), 0, 1e-12,
              "0 for rows without a common word", "They have nothing to do with each other.");
}

PRIMER_CHECK("Values may be negative and rows of different length", 2) {
  Row a = row(draw, 30, 0.2), b = row(draw, 90, 0.9);
  for (Entry& entry : a) entry.value *= draw.coin() ? 1 : -1;
  for (Entry& entry : b) entry.value *= draw.coin() ? 1 : -1;
  a.push_back({95, 2});
  b.push_back({95, -3});
  expect_near(student<dot>(a, b), sum_of_products(a, b), 1e-9,
              "the sum of the products of equal words",
              "Topics, two pages on in the chapter, have negative numbers too.");
}

PRIMER_CHECK("The cosine does not depend on how long the texts are", 2) {
  const Row a = row(draw, 30, 0.7), b = row(draw, 30, 0.6);
  Row longer = a;
  for (Entry& entry : longer) entry.value *= 7;
  const double expected =
      sum_of_products(a, b) / std::sqrt(sum_of_products(a, a) * sum_of_products(b, b));
  expect_near(student<cosine>(a, b), expected, 1e-9, "the dot product over both lengths",
              "It is the angle that is asked for.");
  expect_near(student<cosine>(longer, b), expected, 1e-9,
              "the same for a text that says everything seven times",
              "A text that repeats itself has not changed its subject.");
}

PRIMER_CHECK("An empty text is like nothing", 2) {
  const Row a = row(draw, 20, 0.9);
  expect_near(student<cosine>(a, {}), 0, 1e-12, "0 where one row is empty",
              "0/0 is NaN, and it spreads.");
  expect_near(student<cosine>({}, {}), 0, 1e-12, "0 where both are empty",
              "0/0 is NaN, and it spreads.");
  expect_near(student<cosine>({{3, 0}}, a), 0, 1e-12, "0 where a row has the length 0",
              "It need not be empty for that.");
}

}  // namespace primer::exercise
