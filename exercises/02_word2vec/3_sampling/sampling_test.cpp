#include "sampling.hpp"

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

std::vector<std::int64_t> some_counts(Draw& draw, int words) {
  std::vector<std::int64_t> counts;
  for (int i = 0; i < words; ++i) counts.push_back(draw.whole(1, 1000) * draw.whole(1, 1000));
  return counts;
}

}  // namespace

PRIMER_CHECK("What is kept depends on the share of the text", 3) {
  // Shares of 1/5, 4/5 of a text whose length does not matter
  const int unit = draw.whole(1, 1000);
  const double t = draw.real(0.001, 0.01);
  const double rare = std::exp(0.5 * std::log(5 * t)) + 5 * t;
  const double often = std::exp(0.5 * std::log(1.25 * t)) + 1.25 * t;
  expect_near(student<keep_probabilities>({unit, 4 * unit}, t), {rare, often}, 1e-12,
              "√(t/f) + t/f for f of 1/5 and 4/5, with t = " + shown(t),
              "f is a share of all words of the text, not of the different ones, and not a count.");
}

PRIMER_CHECK("Rare words are all kept", 2) {
  const std::vector<double> kept = student<keep_probabilities>({1, 1'000'000, 1}, 1e-5);
  expect_near(std::vector<double>{kept[0], kept[2]}, std::vector<double>{1.0, 1.0}, 1e-12,
              "1 for words of which there is one in a million",
              "The formula gives more than one there, and a probability is no more than that.");
  expect(kept[1] < 0.01, "less than 0.01 for a word that is nearly all of the text",
         "The result is the probability to keep a word, not to drop it.");
}

PRIMER_CHECK("Noise follows the power of the counts", 3) {
  const int k = draw.whole(2, 9);
  const std::int64_t fourth = static_cast<std::int64_t>(k) * k * k * k;
  const double sum = 1.0 + k * k * k;
  expect_near(
      student<noise_probabilities>({fourth, 1}, 0.75), {k * k * k / sum, 1 / sum}, 1e-12,
      "the cube of " + std::to_string(k) + " to one, for counts of its fourth power and of 1",
      "The power 3/4 of a fourth power is a cube. Then both are divided by their sum.");
}

PRIMER_CHECK("Noise of all powers adds up to one", 2) {
  const auto counts = some_counts(draw, 50);
  double all = 0;
  for (const auto count : counts) all += static_cast<double>(count);
  const auto as_in_text = student<noise_probabilities>(counts, 1);
  const auto alike = student<noise_probabilities>(counts, 0);
  std::vector<double> shares;
  for (const auto count : counts) shares.push_back(static_cast<double>(count) / all);
  expect_near(as_in_text, shares, 1e-12, "the shares of the text, for a power of 1",
              "Power 1 is the text itself.");
  expect_near(alike, std::vector<double>(50, 0.02), 1e-12,
              "1/50 for each of 50 words, for a power of 0",
              "Power 0 forgets the counts. Three quarters is in between, nearer to the text.");
}

PRIMER_CHECK("A spinner stops at each word as often as it should", 3) {
  const std::vector<double> probabilities = {0.125, 0, 0.5, 0.25, 0.125, 0};
  std::vector<double> seen(6, 0);
  for (int i = 0; i < 64; ++i) {
    const int word = student<spin>(probabilities, (i + draw.real(0.01, 0.99)) / 64);
    expect(word >= 0 && word < 6, "a word from 0 to 5", "There are six.");
    seen[static_cast<std::size_t>(word)] += 1.0 / 64;
  }
  expect_near(seen, probabilities, 1e-12,
              "the probabilities themselves, after a spin into each 64th of the circle",
              "Each word is as wide as its probability, and words of probability 0 have no width.");
}

PRIMER_CHECK("A spinner on the border stops at the word that begins there", 2) {
  const std::vector<double> probabilities = {0, 0.25, 0.25, 0.5};
  expect(student<spin>(probabilities, 0) == 1, "word 1, at 0, where word 0 has no width",
         "A word of probability zero must never be drawn.");
  expect(student<spin>(probabilities, 0.25) == 2, "word 2, at 0.25",
         "The intervals are half open.");
  // Ten tenths are a little less than one in floating point
  std::vector<double> tenths(10, 0.1);
  tenths.push_back(0);
  expect(student<spin>(tenths, 1 - 0x1p-53) == 9,
         "word 9, just below 1, where ten tenths do not quite reach",
         "Rounding leaves a gap at the end. What falls into it belongs to the last word that can "
         "be drawn.");
}

}  // namespace primer::exercise
