#include "mse.hpp"

#include <numeric>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

Pictures pictures(Draw& draw, int count, int pixels) {
  Pictures batch;
  for (int i = 0; i < count; ++i) batch.push_back(draw.reals(pixels, 0, 1));
  return batch;
}

}  // namespace

PRIMER_CHECK("One pixel is judged by its squared difference", 2) {
  const double x = draw.real(0, 1), y = draw.real(0, 1);
  expect_near(student<mse>({{x}}, {{y}}), (x - y) * (x - y), 1e-9,
              "the square of " + shown(x) + " - " + shown(y),
              "Squared, so that too bright and too dark cannot cancel.");
}

PRIMER_CHECK("The loss is the mean over all pixels of all pictures", 3) {
  // Some pixels are off by the same amount, up or down, and the others are right.
  const int count = draw.whole(2, 5), pixels = draw.whole(3, 9);
  const double off = draw.real(0.2, 0.8);
  const Pictures original = pictures(draw, count, pixels);
  Pictures drawn = original;
  int wrong = 0;
  for (std::vector<double>& picture : drawn) {
    for (double& pixel : picture) {
      if (draw.coin() && wrong > 0) continue;
      pixel += draw.coin() ? off : -off;
      ++wrong;
    }
  }
  expect_near(student<mse>(drawn, original), wrong * off * off / (count * pixels), 1e-9,
              "the mean over " + std::to_string(count) + " pictures of " + std::to_string(pixels) +
                  " pixels each, of which " + std::to_string(wrong) + " in all are off by " +
                  shown(off),
              "Divided by the pictures alone, the loss would grow with their size.");
}

PRIMER_CHECK("Nudging a pixel of the drawing changes the loss by its slope", 5) {
  const int count = draw.whole(2, 4), pixels = draw.whole(3, 6);
  Pictures drawn = pictures(draw, count, pixels);
  const Pictures original = pictures(draw, count, pixels);
  const Pictures slopes = student<mse_gradient>(drawn, original);
  const auto loss = [&] {
    const auto distance = [](const std::vector<double>& a, const std::vector<double>& b) {
      return std::transform_reduce(a.begin(), a.end(), b.begin(), 0.0, std::plus{},
                                   [](double u, double v) { return std::pow(u - v, 2); });
    };
    return std::transform_reduce(drawn.begin(), drawn.end(), original.begin(), 0.0, std::plus{},
                                 distance) /
           (count * pixels);
  };
  std::vector<std::vector<double>> nudged;
  for (std::vector<double>& picture : drawn) {
    nudged.emplace_back();
    for (double& pixel : picture) {
      const double before = pixel, step = 1e-4;
      pixel = before + step;
      const double above = loss();
      pixel = before - step;
      nudged.back().push_back((above - loss()) / (2 * step));
      pixel = before;
    }
  }
  expect_near(slopes, nudged, 1e-7, "the slopes found by nudging",
              "A gradient with another factor trains, but at another learning rate than you "
              "think; with the other sign it makes things worse.");
}

}  // namespace primer::exercise
