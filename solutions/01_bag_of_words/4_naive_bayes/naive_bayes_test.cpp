#include "naive_bayes.hpp"

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

struct Examples {
  Counts counts;
  std::vector<int> labels;
};

/// Texts of 3 classes and 5 words, of which class k has k + 2; word 4 stands in none of class 2.
Examples some_examples(Draw& draw) {
  Examples examples;
  for (int k = 0; k < 3; ++k) {
    for (int n = 0; n < k + 2; ++n) {
      std::vector<double> text;
      for (int v = 0; v < 5; ++v) text.push_back(draw.whole(v == 4 ? 1 : 0, 3 + v));
      if (k == 2) text[4] = 0;
      examples.counts.push_back(text);
      examples.labels.push_back(k);
    }
  }
  return examples;
}

/// How often a word stands in all texts of a class.
double times(const Examples& examples, std::size_t word, int label) {
  double sum = 0;
  for (std::size_t n = 0; n < examples.counts.size(); ++n) {
    if (examples.labels[n] == label) sum += examples.counts[n][word];
  }
  return sum;
}

}  // namespace

PRIMER_CHECK("The bias is the logarithm of the share of the texts", 2) {
  const Examples examples = some_examples(draw);
  const Model model = student<train>(examples.counts, examples.labels, 3, draw.real(0.1, 2));
  expect_near(model.bias, {std::log(2.0 / 9), std::log(3.0 / 9), std::log(4.0 / 9)}, 1e-9,
              "log 2/9, log 3/9 and log 4/9, for so many of nine texts",
              "A class that is frequent is likelier before a word is read.");
}

PRIMER_CHECK("The shares of all words in a class add up to one", 3) {
  const Examples examples = some_examples(draw);
  const Model model = student<train>(examples.counts, examples.labels, 3, draw.real(0.1, 2));
  expect(model.weight.size() == 5 && model.weight[0].size() == 3,
         "there is a weight for each of 5 words and 3 classes", "The scores need all of them.");
  for (std::size_t k = 0; k < 3; ++k) {
    double sum = 0;
    for (const std::vector<double>& weights : model.weight) sum += std::exp(weights[k]);
    expect_near(sum, 1, 1e-9, "the sum of the probabilities of all words",
                "Otherwise a class is preferred for no reason, the more the longer the text.");
  }
}

PRIMER_CHECK("Two words weigh in proportion to their smoothed counts", 4) {
  const Examples examples = some_examples(draw);
  const double smoothing = draw.real(0.1, 2);
  const Model model = student<train>(examples.counts, examples.labels, 3, smoothing);
  std::vector<double> got, expected;
  for (std::size_t v = 1; v < 5; ++v) {
    for (int k = 0; k < 3; ++k) {
      got.push_back(model.weight[v][static_cast<std::size_t>(k)] -
                    model.weight[0][static_cast<std::size_t>(k)]);
      expected.push_back(
          std::log((times(examples, v, k) + smoothing) / (times(examples, 0, k) + smoothing)));
    }
  }
  expect_near(got, expected, 1e-9,
              "the logarithm of the quotient of both counts, each with the smoothing added",
              "Counted is how often a word stands there, over all texts of the class together.");
}

PRIMER_CHECK("A word that a class never had is no veto", 2) {
  const Examples examples = some_examples(draw);
  const Model model = student<train>(examples.counts, examples.labels, 3, 0.5);
  expect(std::isfinite(model.weight[4][2]),
         "the weight of a word that no text of the class has is finite",
         "The logarithm of 0 is minus infinity, and a single misprint would rule the class out.");
}

PRIMER_CHECK("The largest score wins and the first of equal ones", 2) {
  const Model model{{0, 1, 1}, {{1, 0, 0}, {0, 2, 0}, {-1, -1, 3}}};
  expect(student<predict>(model, {{0, 0, 0}, {2, 0, 0}, {1, 1, 0}, {0, 1, 1}, {1, 0, 0}}) ==
             std::vector<int>{1, 0, 1, 2, 0},
         "the classes are 1, 0, 1, 2, 0",
         "The scores are (0 1 1), (2 1 1), (1 3 1), (-1 2 4) and (1 1 1).");
}

PRIMER_CHECK("A text of ten thousand words is sorted too", 2) {
  const double a = draw.real(-9, -8), b = a + draw.real(0.2, 0.5);
  const Model model{{std::log(0.9), std::log(0.1)}, {{a, b}, {b, a}}};
  expect(student<predict>(model, {{10'000, 0}, {0, 10'000}}) == std::vector<int>{1, 0},
         "the classes are 1 and 0",
         "Probabilities as small as e to the -80 000 are 0 in a double, in all classes alike.");
}

}  // namespace primer::exercise
