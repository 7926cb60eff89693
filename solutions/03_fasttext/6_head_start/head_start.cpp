#include "head_start.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <unordered_map>

namespace primer::exercise {
namespace {

std::size_t at(int place) { return static_cast<std::size_t>(place); }

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t d = 0; d < a.size(); ++d) sum += a[d] * b[d];
  return sum;
}

Vector softmax(Vector scores) {
  const double largest = *std::max_element(scores.begin(), scores.end());
  double sum = 0;
  for (double& score : scores) sum += score = std::exp(score - largest);
  for (double& score : scores) score /= sum;
  return scores;
}

/// One step on one text, in place.
void step(Model& model, const Text& text, double rate, bool frozen) {
  //! hole
  if (text.rows.empty()) return;
  const auto count = static_cast<double>(text.rows.size());
  Vector h(model.classes[0].size()), scores;
  for (const int row : text.rows) {
    for (std::size_t d = 0; d < h.size(); ++d) h[d] += model.table[at(row)][d] / count;
  }
  for (const Vector& u : model.classes) scores.push_back(dot(u, h));
  const Vector p = softmax(scores);

  Vector move(h.size());
  for (std::size_t k = 0; k < p.size(); ++k) {
    const double pull = rate * ((k == at(text.label) ? 1 : 0) - p[k]);
    for (std::size_t d = 0; d < h.size(); ++d) {
      move[d] += pull * model.classes[k][d];
      model.classes[k][d] += pull * h[d];
    }
  }
  if (frozen) return;
  for (const int row : text.rows) {
    for (std::size_t d = 0; d < h.size(); ++d) model.table[at(row)][d] += move[d] / count;
  }
  //! end
}

}  // namespace

Matrix start(const std::vector<std::string>& vocabulary, const Vectors& brought) {
  //! hole
  if (brought.words.size() != brought.values.size()) {
    throw std::invalid_argument("not as many vectors as words");
  }
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t w = 0; w < brought.words.size(); ++w) {
    if (brought.values[w].size() != brought.values[0].size()) {
      throw std::invalid_argument("vectors are not equally long");
    }
    places[brought.words[w]] = w;
  }
  Matrix table;
  for (const std::string& word : vocabulary) {
    const auto found = places.find(word);
    table.push_back(found != places.end() ? brought.values[found->second]
                                          : Vector(brought.values[0].size()));
  }
  return table;
  //! end
}

Model learn(const Model& model, const std::vector<Text>& texts, int epochs, double rate,
            bool frozen) {
  //! hole
  Model learned = model;
  const double total = static_cast<double>(texts.size()) * epochs;
  double done = 0;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    for (const Text& text : texts) {
      step(learned, text, rate * (1 - done / total), frozen);
      ++done;
    }
  }
  return learned;
  //! end
}

}  // namespace primer::exercise
