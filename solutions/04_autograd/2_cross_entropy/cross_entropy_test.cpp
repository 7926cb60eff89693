#include "cross_entropy.hpp"

#include <algorithm>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

struct Batch {
  Matrix scores;
  std::vector<int> labels;
};

Batch batch(Draw& draw, int samples, int classes) {
  Batch drawn;
  for (int n = 0; n < samples; ++n) {
    drawn.scores.push_back(draw.reals(classes, -2, 2));
    drawn.labels.push_back(draw.whole(0, classes - 1));
  }
  return drawn;
}

/// From the probabilities, one after the other, which is good enough for scores of two.
double plain_loss(const Batch& batch) {
  double product = 1;
  for (std::size_t n = 0; n < batch.labels.size(); ++n) {
    double all = 0, right = 0;
    int k = 0;
    for (const double z : batch.scores[n]) {
      all += std::exp(z);
      if (k++ == batch.labels[n]) right = std::exp(z);
    }
    product *= right / all;
  }
  return -std::log(product) / static_cast<double>(batch.labels.size());
}

std::string counted(int samples, int classes) {
  return std::to_string(samples) + " samples and " + std::to_string(classes) + " classes";
}

}  // namespace

PRIMER_CHECK("The loss is the mean over the samples of what each of them costs", 3) {
  const int samples = draw.whole(2, 6), classes = draw.whole(3, 7);
  Batch drawn = batch(draw, samples, classes);
  drawn.labels[0] = classes - 1;
  expect_near(student<cross_entropy>(drawn.scores, drawn.labels), plain_loss(drawn), 1e-9,
              "the mean of -log p of the right class, for " + counted(samples, classes),
              "Each sample costs minus the logarithm of the probability of its right class, and a "
              "mean does not grow with the batch.");
}

PRIMER_CHECK("A network that knows nothing pays the logarithm of the number of classes", 2) {
  for (int round = 0; round < 3; ++round) {
    const int samples = draw.whole(2, 6), classes = draw.whole(3, 20);
    Batch drawn = batch(draw, samples, classes);
    for (auto& row : drawn.scores) std::fill(row.begin(), row.end(), draw.real(-3, 3));
    drawn.labels[0] = drawn.labels[1] = classes - 1;
    expect_near(student<cross_entropy>(drawn.scores, drawn.labels), std::log(classes), 1e-9,
                "log " + std::to_string(classes) + ", when all scores of a sample are equal; " +
                    counted(samples, classes),
                "Equal scores are equal probabilities, whatever the labels and however many "
                "samples there are. By this number you know whether a fresh network is sound.");
  }
}

PRIMER_CHECK("The loss hears how sure the network was and not only what it said first", 2) {
  const int classes = draw.whole(3, 6), label = draw.whole(2, classes - 1);
  double before = 0;
  for (const double lead : {draw.real(0.2, 0.5), draw.real(2, 3), draw.real(5, 6)}) {
    Matrix scores(2, std::vector<double>(static_cast<std::size_t>(classes), 0.25));
    for (auto& row : scores) row[static_cast<std::size_t>(label)] += lead;
    const double loss = student<cross_entropy>(scores, {label, label});
    const double expected = std::log(1 + (classes - 1) * std::exp(-lead));
    expect_near(loss, expected, 1e-9,
                "the loss when the right class leads the " + std::to_string(classes - 1) +
                    " others by " + shown(lead),
                "The predicted label is right each time. What differs is the probability, and it "
                "is probabilities that have a logarithm.");
    expect(before == 0 || loss < before, "a surer right answer costs less",
           "Otherwise nothing drives the right score away from the others.");
    before = loss;
  }
}

PRIMER_CHECK("Renaming the classes changes nothing", 2) {
  const int samples = draw.whole(2, 5), classes = draw.whole(3, 6);
  Batch named = batch(draw, samples, classes);
  for (int& label : named.labels) label = draw.whole(0, classes - 2);
  Batch renamed = named;  // class k is now called k + 1, and the last one 0
  for (int& label : renamed.labels) ++label;
  for (auto& row : renamed.scores) std::rotate(row.rbegin(), row.rbegin() + 1, row.rend());
  const double loss = student<cross_entropy>(named.scores, named.labels);
  expect_near(student<cross_entropy>(renamed.scores, renamed.labels), loss, 1e-9,
              "the loss before every class got the next number as its name",
              "A label is a name. Whoever multiplies by it says that an ankle boot (9) is nine "
              "times as important as trousers (1).");
}

PRIMER_CHECK("Scores of a thousand give a loss that is right and finite", 3) {
  const double ahead = draw.real(0.5, 2);
  for (const double top : {1000.0, -1000.0 + ahead, draw.real(720, 990)}) {
    const double cost = std::log(1 + std::exp(-ahead));
    const Matrix scores{{top, top - ahead, -3000}};
    expect_near(student<cross_entropy>(scores, {0}), cost, 1e-9,
                "the loss of the scores " + shown(top) + ", " + shown(top - ahead) +
                    " and -3000 with the label 0",
                "Only the differences between scores count, but exp(" + shown(top) +
                    ") does not fit into a double.");
    expect_near(student<cross_entropy>(scores, {2}), top + 3000 + cost, 1e-9,
                "the loss of the same scores with the label 2",
                "The network was certain of something wrong. Its probability for the right class "
                "rounds to zero, and still the loss is a number, and not cut off.");
  }
}

PRIMER_CHECK("The slopes are those that nudging finds", 2) {
  const int samples = draw.whole(2, 4), classes = draw.whole(3, 5);
  Batch drawn = batch(draw, samples, classes);
  const Matrix slopes = student<cross_entropy_gradient>(drawn.scores, drawn.labels);
  Matrix nudged = drawn.scores;
  for (std::size_t n = 0; n < nudged.size(); ++n) {
    for (std::size_t k = 0; k < nudged[n].size(); ++k) {
      const double before = drawn.scores[n][k], step = 1e-5;
      drawn.scores[n][k] = before + step;
      const double above = plain_loss(drawn);
      drawn.scores[n][k] = before - step;
      nudged[n][k] = (above - plain_loss(drawn)) / (2 * step);
      drawn.scores[n][k] = before;
    }
  }
  expect_near(slopes, nudged, 1e-7,
              "slopes of the loss, found by nudging, for " + counted(samples, classes),
              "What was said minus what was true, and a share of the mean. With another factor "
              "the network trains at another rate than you think.");
}

PRIMER_CHECK("Scores of a thousand give slopes that are finite and add up to zero", 1) {
  const double far = draw.real(800, 1000);
  const Matrix scores{{far, -far, 0}, {-far, -far, -far}};
  const Matrix slopes = student<cross_entropy_gradient>(scores, {1, 2});
  expect_near(
      slopes, {{0.5, -0.5, 0}, {1.0 / 6, 1.0 / 6, -1.0 / 3}}, 1e-9,
      "the slopes for the scores (s, -s, 0) with label 1 and (-s, -s, -s) with label 2, s = " +
          shown(far),
      "They are differences of probabilities, which lie between -1 and 1 and add up to "
      "zero however large the scores are.");
}

}  // namespace primer::exercise
