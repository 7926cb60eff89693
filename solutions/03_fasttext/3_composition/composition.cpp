#include "composition.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace primer::exercise {
namespace {

std::size_t at(int place) { return static_cast<std::size_t>(place); }

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t d = 0; d < a.size(); ++d) sum += a[d] * b[d];
  return sum;
}

double sigmoid(double score) { return 1 / (1 + std::exp(-score)); }

/// A step that moves each entry of the list by `share` times what h should move by.
Model moved(const Model& model, const Question& question, double rate, double share) {
  //! hole
  Model next = model;
  const Vector h = compose(model.table, question.rows);
  Vector move(h.size());
  const auto hold_against = [&](int word, double wanted) {
    const Vector& u = model.outputs[at(word)];
    const double pull = rate * (wanted - sigmoid(dot(u, h)));
    for (std::size_t d = 0; d < h.size(); ++d) {
      move[d] += pull * u[d];
      next.outputs[at(word)][d] += pull * h[d];
    }
  };
  hold_against(question.right, 1);
  for (const int word : question.noise) hold_against(word, 0);
  for (const int row : question.rows) {
    for (std::size_t d = 0; d < h.size(); ++d) next.table[at(row)][d] += share * move[d];
  }
  return next;
  //! end
}

}  // namespace

Vector compose(const Matrix& table, const std::vector<int>& rows) {
  //! hole
  Vector mean(table[0].size());
  for (const int row : rows) {
    for (std::size_t d = 0; d < mean.size(); ++d) {
      mean[d] += table[at(row)][d] / static_cast<double>(rows.size());
    }
  }
  return mean;
  //! end
}

Model step(const Model& model, const Question& question, double rate) {
  //! hole
  const auto count = static_cast<double>(question.rows.size());
  return moved(model, question, rate, 1 / std::max(count, 1.0));
  //! end
}

Model fasttext_step(const Model& model, const Question& question, double rate) {
  //! hole
  return moved(model, question, rate, 1);
  //! end
}

}  // namespace primer::exercise
