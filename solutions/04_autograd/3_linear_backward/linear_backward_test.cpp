#include "linear_backward.hpp"

#include <algorithm>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

struct Layer {
  Matrix x, weight;
  std::vector<double> bias;
  Matrix slope;  ///< of the loss by the output
};

Matrix matrix(Draw& draw, int rows, int columns) {
  Matrix drawn;
  for (int r = 0; r < rows; ++r) drawn.push_back(draw.reals(columns));
  return drawn;
}

/// The output before its ReLU.
double score(const Layer& layer, std::size_t n, std::size_t o) {
  double z = layer.bias[o];
  for (std::size_t i = 0; i < layer.x[n].size(); ++i) z += layer.weight[o][i] * layer.x[n][i];
  return z;
}

Matrix output(const Layer& layer) {
  Matrix y = layer.slope;
  for (std::size_t n = 0; n < y.size(); ++n) {
    for (std::size_t o = 0; o < y[n].size(); ++o) y[n][o] = std::max(score(layer, n, o), 0.0);
  }
  return y;
}

/// Output o is open for all samples when its bias is large, and closed when it is largely negative.
Layer layer_of(Draw& draw, int samples, int in, const std::vector<double>& bias) {
  const int out = static_cast<int>(bias.size());
  return {matrix(draw, samples, in), matrix(draw, out, in), bias, matrix(draw, samples, out)};
}

std::string shapes(const Layer& layer) {
  return std::to_string(layer.x.size()) + " samples, " + std::to_string(layer.x[0].size()) +
         " inputs, " + std::to_string(layer.bias.size()) + " outputs";
}

/// A loss whose slope by y is layer.slope.
double loss(const Layer& layer) {
  double sum = 0;
  const Matrix y = output(layer);
  for (std::size_t n = 0; n < y.size(); ++n) {
    for (std::size_t o = 0; o < y[n].size(); ++o) sum += layer.slope[n][o] * y[n][o];
  }
  return sum;
}

/// The slopes of that loss by the numbers of one of the layer's parts, found by nudging.
std::vector<double> nudged(Layer& layer, std::vector<double>& numbers) {
  std::vector<double> slopes;
  for (double& number : numbers) {
    const double before = number, step = 1e-4;
    number = before + step;
    const double above = loss(layer);
    number = before - step;
    slopes.push_back((above - loss(layer)) / (2 * step));
    number = before;
  }
  return slopes;
}
Matrix nudged(Layer& layer, Matrix& numbers) {
  Matrix slopes;
  for (std::vector<double>& row : numbers) slopes.push_back(nudged(layer, row));
  return slopes;
}

Slopes ask(const Layer& layer) {
  return student<linear_backward>(layer.x, layer.weight, output(layer), layer.slope);
}

}  // namespace

PRIMER_CHECK("The slope of the input is a sum over the outputs that it went into", 3) {
  Layer layer = layer_of(draw, 1, draw.whole(4, 6), {9, 9, 9});
  expect_near(ask(layer).x, nudged(layer, layer.x), 1e-7,
              "the slope by x, found by nudging; " + shapes(layer) + ", all gates open",
              "An input has a weight for each output, and its slope a share from each.");
}

PRIMER_CHECK("The slope of a weight is a sum over the samples", 3) {
  Layer layer = layer_of(draw, draw.whole(4, 6), 2, {9, 9, 9});
  expect_near(ask(layer).weight, nudged(layer, layer.weight), 1e-7,
              "the slope by the weights, found by nudging; " + shapes(layer) + ", all gates open",
              "A weight is used once for each sample and is answerable for every use.");
}

PRIMER_CHECK("The slope of the bias is a sum over the samples", 3) {
  Layer layer = layer_of(draw, draw.whole(3, 6), 2, {9, 9, 9, 9, 9});
  expect_near(ask(layer).bias, nudged(layer, layer.bias), 1e-7,
              "the slope by the bias, found by nudging; " + shapes(layer) + ", all gates open",
              "The bias was added to every row. A mean has the same shape and is too small by as "
              "many times as there are samples.");
}

PRIMER_CHECK("A closed gate lets nothing through and an open one everything", 3) {
  Layer layer = layer_of(draw, 3, 4, {9, -9, 9, -9, 9});
  const Slopes got = ask(layer);
  const std::string with = "; " + shapes(layer) + ", outputs 1 and 3 are zero for all samples";
  const std::string why =
      "What the ReLU cut off does not change when it is nudged. It is the sign of the output that "
      "counts, not that of the slope.";
  expect_near(got.bias, nudged(layer, layer.bias), 1e-7, "the slope by the bias" + with, why);
  expect_near(got.weight, nudged(layer, layer.weight), 1e-7, "the slope by the weights" + with,
              why);
  expect_near(got.x, nudged(layer, layer.x), 1e-7, "the slope by x" + with, why);
}

PRIMER_CHECK("The slope of an output that is exactly zero stays where it is", 1) {
  Layer layer = layer_of(draw, 2, 3, {0, 0});
  for (auto& row : layer.x) std::fill(row.begin(), row.end(), 0.0);
  const Slopes got = ask(layer);
  expect_near(got.bias, {0, 0}, 1e-12, "the slope by the bias when all of z is exactly zero",
              "There is no slope at the bend of a ReLU; everybody takes 0, and so does this book.");
}

PRIMER_CHECK("Two layers on top of each other have the slopes that nudging finds", 2) {
  Layer below = layer_of(draw, 4, 3, {9, -9, 9, 9});
  Layer above = layer_of(draw, 4, 4, {50, 50, -50});
  above.x = output(below);
  const Slopes last = ask(above);
  below.slope = last.x;
  expect(last.x.size() == 4 && last.x[0].size() == 4 && last.x[1].size() == 4 &&
             last.x[2].size() == 4 && last.x[3].size() == 4,
         "the slope by x has four rows of four numbers like x",
         "It is what the layer below gets as the slope of its output.");
  const Slopes first = ask(below);
  std::vector<double> expected;
  for (double& bias : below.bias) {
    const double before = bias, step = 1e-4;
    const auto loss_at = [&](double value) {
      bias = value;
      above.x = output(below);
      return loss(above);
    };
    const double up = loss_at(before + step);
    expected.push_back((up - loss_at(before - step)) / (2 * step));
    bias = before;
  }
  expect_near(first.bias, expected, 1e-7,
              "the slope of the upper layer's loss by the lower layer's bias",
              "The slope by the input of one layer is the slope by the output of the one below. "
              "This is all that a deep network needs.");
}

}  // namespace primer::exercise
