#include "gradient_check.hpp"

#include <algorithm>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

// Spoilers: the layers on trial, and what is wrong with each. Try to find the mistakes first.

enum class Mistake {
  none,
  bias_of_last_sample,
  bias_mean,
  square_transposed,
  gate_ignored,
  mean_over_rows,
  input_assigned,
  gate_by_division,
  last_weight_forgotten
};

void require_shape(const Matrix& matrix, std::size_t rows, std::size_t columns) {
  const bool fits =
      matrix.size() == rows && std::all_of(matrix.begin(), matrix.end(),
                                           [&](const auto& row) { return row.size() == columns; });
  if (!fits) throw std::invalid_argument("the shapes do not fit");
}

Claims answer(const Inputs& inputs, Mistake mistake) {
  const auto& [x, weight, bias, target] = inputs;
  if (x.empty() || x[0].empty() || bias.empty()) throw std::invalid_argument("there is nothing");
  const std::size_t samples = x.size(), in = x[0].size(), out = bias.size();
  require_shape(x, samples, in);
  require_shape(weight, out, in);
  require_shape(target, samples, out);

  Claims claims{0, Matrix(samples, std::vector<double>(in)), Matrix(out, std::vector<double>(in)),
                std::vector<double>(out)};
  const auto count = static_cast<double>(samples * out);
  for (std::size_t n = 0; n != samples; ++n) {
    for (std::size_t o = 0; o != out; ++o) {
      double z = bias[o];
      for (std::size_t i = 0; i < in; ++i) z += weight[o][i] * x[n][i];
      const double y = std::max(z, 0.0), miss = y - target[n][o];
      claims.loss += miss * miss / count;

      double gate = z > 0 ? 1 : 0;
      if (mistake == Mistake::gate_ignored) gate = 1;
      if (mistake == Mistake::gate_by_division) gate = y / y;
      double back = gate * 2 * miss / count;
      if (mistake == Mistake::mean_over_rows) back *= static_cast<double>(out);

      if (mistake == Mistake::bias_of_last_sample) claims.bias[o] = 0;
      claims.bias[o] += mistake == Mistake::bias_mean ? back / static_cast<double>(samples) : back;
      for (std::size_t i = 0; i < in; ++i) {
        claims.weight[o][i] += back * x[n][i];
        if (mistake == Mistake::input_assigned) claims.x[n][i] = 0;
        claims.x[n][i] += back * weight[o][i];
      }
    }
  }
  if (mistake == Mistake::last_weight_forgotten && in > 1) claims.weight[out - 1][in - 1] = 0;
  if (mistake == Mistake::square_transposed && in == out) {
    for (std::size_t o = 0; o != out; ++o) {
      for (std::size_t i = 0; i < o; ++i) std::swap(claims.weight[o][i], claims.weight[i][o]);
    }
  }
  return claims;
}

Layer layer_with(Mistake mistake) {
  return [mistake](const Inputs& inputs) { return answer(inputs, mistake); };
}

void expect_condemned(Draw& draw, Mistake mistake, const std::string& what,
                      const std::string& why) {
  expect_told_apart(student<accepts>, layer_with(Mistake::none), layer_with(mistake), draw, what,
                    why);
}

}  // namespace

PRIMER_CHECK("A bias whose slope was never summed over the batch is condemned", 3) {
  expect_condemned(draw, Mistake::bias_of_last_sample,
                   "a layer whose bias gets the slope of the last sample alone",
                   "It is right for a batch of one sample and for no other.");
}

PRIMER_CHECK("A bias whose slope is a mean over the batch is condemned", 3) {
  expect_condemned(draw, Mistake::bias_mean,
                   "a layer that divides the slope of its bias by the number of samples",
                   "The bias learns more slowly than it should, by a factor of the batch size, and "
                   "nothing else tells.");
}

PRIMER_CHECK("A transposed slope of square weights is condemned", 3) {
  expect_condemned(draw, Mistake::square_transposed,
                   "a layer that transposes the slope of its weights when they are square",
                   "A short cut for square matrices is a popular thing, and most layers in a test "
                   "are not square.");
}

PRIMER_CHECK("A gradient that walks through closed gates is condemned", 3) {
  expect_condemned(draw, Mistake::gate_ignored, "a layer that forgets its ReLU on the way back",
                   "Where all outputs are positive it is right. The right one must be accepted "
                   "with outputs on either side.");
}

PRIMER_CHECK("A gradient of a mean over the rows alone is condemned", 2) {
  expect_condemned(draw, Mistake::mean_over_rows,
                   "a layer that divides by the samples and not by the outputs too",
                   "Its slopes have the right direction and are too large by a factor. With one "
                   "output the factor is 1.");
}

PRIMER_CHECK("A slope of the input that stops at one output is condemned", 2) {
  expect_condemned(draw, Mistake::input_assigned,
                   "a layer whose input gets the slope of the last output alone",
                   "The layer's own weights learn well, it is those below it that do not. Slopes "
                   "are added where a value was used several times.");
}

PRIMER_CHECK("A gradient that is not a number at closed gates is condemned", 2) {
  expect_condemned(draw, Mistake::gate_by_division,
                   "a layer whose slopes are NaN wherever a gate is closed",
                   "Every comparison with NaN is false, also the one that asks whether the "
                   "difference is too large.");
}

PRIMER_CHECK("A gradient that misses a single weight is condemned", 2) {
  expect_condemned(draw, Mistake::last_weight_forgotten,
                   "a layer whose very last weight has slope zero",
                   "A loop that ends one too early leaves all other slopes right. A check that "
                   "tries one number of each matrix does not see it.");
}

}  // namespace primer::exercise
