#include "gradient_check.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <random>

namespace primer::exercise {

bool accepts(Layer layer) {
  //! hole
  std::mt19937 random(4);
  const auto row = [&](std::size_t columns) {
    std::vector<double> numbers(columns);
    for (double& number : numbers) number = static_cast<double>(random()) / 0x1p31 - 1;
    return numbers;
  };
  const auto matrix = [&](std::size_t rows, std::size_t columns) {
    Matrix numbers;
    for (std::size_t r = 0; r < rows; ++r) numbers.push_back(row(columns));
    return numbers;
  };

  // Batches, several outputs, wide weights and square ones, open gates and closed ones.
  using Shape = std::array<std::size_t, 3>;
  for (const auto& [samples, in, out] : {Shape{4, 3, 2}, Shape{3, 2, 2}}) {
    Inputs inputs{matrix(samples, in), matrix(out, in), row(out), matrix(samples, out)};
    const Claims claims = layer(inputs);

    const auto agrees = [&](std::vector<double>& numbers, const std::vector<double>& slopes) {
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        const double before = numbers[i], nudge = 1e-5;
        numbers[i] = before + nudge;
        const double above = layer(inputs).loss;
        numbers[i] = before - nudge;
        const double below = layer(inputs).loss;
        numbers[i] = before;
        const double slope = (above - below) / (2 * nudge);
        if (!(std::abs(slope - slopes[i]) < 1e-6)) return false;  // also when it is not a number
      }
      return true;
    };
    for (std::size_t n = 0; n < samples; ++n) {
      if (!agrees(inputs.x[n], claims.x[n])) return false;
    }
    for (std::size_t o = 0; o < out; ++o) {
      if (!agrees(inputs.weight[o], claims.weight[o])) return false;
    }
    if (!agrees(inputs.bias, claims.bias)) return false;
  }
  return true;
  //! end
}

}  // namespace primer::exercise
