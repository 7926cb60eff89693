#include "analogies.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace primer::exercise {
namespace {

/// The vectors at length one; those of length zero stay.
Matrix at_length_one(Matrix vectors) {
  //! hole
  for (auto& row : vectors) {
    double squares = 0;
    for (const double value : row) squares += value * value;
    if (squares == 0) continue;
    for (double& value : row) value /= std::sqrt(squares);
  }
  return vectors;
  //! end
}

}  // namespace

int analogy(const Matrix& vectors, int a, int b, int c) {
  //! hole
  const Matrix unit = at_length_one(vectors);
  std::vector<double> wanted = unit[static_cast<std::size_t>(b)];
  for (std::size_t d = 0; d < wanted.size(); ++d) {
    wanted[d] += unit[static_cast<std::size_t>(c)][d] - unit[static_cast<std::size_t>(a)][d];
  }
  int best = -1;
  double nearest = 0;
  for (int word = 0; word < static_cast<int>(unit.size()); ++word) {
    if (word == a || word == b || word == c) continue;
    double product = 0;
    for (std::size_t d = 0; d < wanted.size(); ++d) {
      product += unit[static_cast<std::size_t>(word)][d] * wanted[d];
    }
    if (best < 0 || product > nearest) {
      best = word;
      nearest = product;
    }
  }
  return best;
  //! end
}

double accuracy(const Matrix& vectors, const std::vector<Question>& questions) {
  //! hole
  double right = 0, asked = 0;
  for (const auto& [a, b, c, answer] : questions) {
    if (std::min({a, b, c, answer}) < 0) continue;
    ++asked;
    if (analogy(vectors, a, b, c) == answer) ++right;
  }
  return asked > 0 ? right / asked : 0;
  //! end
}

}  // namespace primer::exercise
