#include "classifier.hpp"

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

/// The mean of some rows, and zeros for none.
Vector mean(const Model& model, const std::vector<int>& rows) {
  //! hole
  Vector h(model.classes[0].size());
  for (const int row : rows) {
    for (std::size_t d = 0; d < h.size(); ++d) {
      h[d] += model.table[at(row)][d] / static_cast<double>(rows.size());
    }
  }
  return h;
  //! end
}

}  // namespace

std::vector<int> rows(const std::vector<Word>& text, int vocabulary, int buckets) {
  //! hole
  std::vector<int> found;
  for (const Word& word : text) {
    if (word.row >= 0) found.push_back(word.row);
  }
  for (std::size_t i = 1; i < text.size() && buckets > 0; ++i) {
    const std::uint64_t pair = std::uint64_t{text[i - 1].hash} * 116049371 + text[i].hash;
    const std::uint64_t bucket = pair % static_cast<std::uint64_t>(buckets);
    found.push_back(vocabulary + static_cast<int>(bucket));
  }
  return found;
  //! end
}

std::vector<double> probabilities(const Model& model, const std::vector<int>& rows) {
  //! hole
  const Vector h = mean(model, rows);
  std::vector<double> p;
  for (const Vector& u : model.classes) p.push_back(dot(u, h));
  const double largest = *std::max_element(p.begin(), p.end());
  double sum = 0;
  for (double& value : p) sum += value = std::exp(value - largest);
  for (double& value : p) value /= sum;
  return p;
  //! end
}

Model step(const Model& model, const std::vector<int>& rows, int label, double rate) {
  //! hole
  Model next = model;
  const Vector h = mean(model, rows);
  const std::vector<double> p = probabilities(model, rows);
  Vector move(h.size());
  for (std::size_t k = 0; k < p.size(); ++k) {
    const double pull = rate * ((k == at(label) ? 1 : 0) - p[k]);
    for (std::size_t d = 0; d < h.size(); ++d) {
      move[d] += pull * model.classes[k][d];
      next.classes[k][d] += pull * h[d];
    }
  }
  const auto count = static_cast<double>(rows.size());
  for (const int row : rows) {
    for (std::size_t d = 0; d < h.size(); ++d) next.table[at(row)][d] += move[d] / count;
  }
  return next;
  //! end
}

}  // namespace primer::exercise
