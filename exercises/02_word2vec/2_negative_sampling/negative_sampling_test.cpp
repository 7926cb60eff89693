#include "negative_sampling.hpp"

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

Example drawn(Draw& draw, int length, int noise) {
  Example example{draw.reals(length, -1.5, 1.5), draw.reals(length, -1.5, 1.5), {}};
  for (int k = 0; k < noise; ++k) example.noise.push_back(draw.reals(length, -1.5, 1.5));
  return example;
}

double score(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// By probabilities, as the formula has it.
double plain_loss(const Example& example) {
  double product = 1 / (1 + std::exp(-score(example.right, example.given)));
  for (const Vector& noise : example.noise) {
    product *= 1 - 1 / (1 + std::exp(-score(noise, example.given)));
  }
  return -std::log(product);
}

std::vector<Vector> rows(const Example& example) {
  std::vector<Vector> all = {example.given, example.right};
  all.insert(all.end(), example.noise.begin(), example.noise.end());
  return all;
}

/// By nudging each number.
std::vector<Vector> moved(Example example, double rate) {
  std::vector<Vector> result = rows(example);
  std::vector<Vector*> all = {&example.given, &example.right};
  for (Vector& noise : example.noise) all.push_back(&noise);
  for (std::size_t r = 0; r < all.size(); ++r) {
    for (std::size_t i = 0; i < all[r]->size(); ++i) {
      double& number = (*all[r])[i];
      const double before = number, nudge = 1e-5;
      number = before + nudge;
      const double above = plain_loss(example);
      number = before - nudge;
      result[r][i] -= rate * (above - plain_loss(example)) / (2 * nudge);
      number = before;
    }
  }
  return result;
}

}  // namespace

PRIMER_CHECK("The loss is the sum of what each answer costs", 3) {
  for (const int noise : {1, draw.whole(2, 6)}) {
    const Example example = drawn(draw, draw.whole(2, 5), noise);
    expect_near(student<loss>(example), plain_loss(example), 1e-9,
                "-log of the product of the probabilities of all right answers, with " +
                    std::to_string(noise) + " noise words",
                "The word that stood there should be called real, and each of the others noise.");
  }
}

PRIMER_CHECK("Who knows nothing pays log 2 for each question", 1) {
  for (const int noise : {0, draw.whole(1, 7)}) {
    Example example = drawn(draw, 4, noise);
    example.given = Vector(4, 0.0);
    expect_near(
        student<loss>(example), (1 + noise) * std::log(2.0), 1e-12,
        "log 2 for the right word and for each of " + std::to_string(noise) + " noise words",
        "A score of zero is a probability of a half, also when there is no noise at all.");
  }
}

PRIMER_CHECK("Scores of a thousand cost what they are wrong by", 2) {
  const double far = draw.real(800, 1200);
  expect_near(student<loss>({{1}, {-far}, {}}), far, 1e-9,
              "the score itself, when a right word has a score of " + shown(-far),
              "σ(-1000) rounds to zero, and its logarithm is not finite, but the cost is.");
  expect_near(student<loss>({{1}, {far}, {{far}}}), far, 1e-9,
              "the score itself, when noise has a score of " + shown(far),
              "Where noise is taken for real with certainty, the cost is the score.");
}

PRIMER_CHECK("A step moves every vector against its slope", 3) {
  const double rate = draw.real(0.01, 0.1);
  const Example example = drawn(draw, draw.whole(2, 4), draw.whole(2, 4));
  expect_near(rows(student<step>(example, rate)), moved(example, rate), 1e-8,
              "given, right and noise words, each moved by minus the rate times the slope that "
              "nudging finds",
              "Right words and the given one attract one another, noise is pushed away, and the "
              "given word adds up what all of them want.");
}

PRIMER_CHECK("All slopes are those before the step", 2) {
  const Example example = drawn(draw, 3, 3);
  expect_near(rows(student<step>(example, 2)), moved(example, 2), 1e-7, "one step with a rate of 2",
              "With so long a step it shows when a vector moves before the others have read it.");
}

PRIMER_CHECK("Without noise there is only a pull", 1) {
  const Example example = drawn(draw, 3, 0);
  expect_near(
      rows(student<step>(example, 0.5)), moved(example, 0.5), 1e-8,
      "the two vectors, moved towards one another",
      "With no noise to push against, both would grow for ever. That is what the noise is for.");
}

}  // namespace primer::exercise
