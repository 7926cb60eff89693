#include "naive_bayes.hpp"

#include <cmath>
#include <cstddef>

namespace primer::exercise {

Model train(const Counts& counts, const std::vector<int>& labels, int classes, double smoothing) {
  //! hole
  const std::size_t words = counts[0].size();
  const auto kinds = static_cast<std::size_t>(classes);
  Model model{std::vector<double>(kinds, 0),
              std::vector<std::vector<double>>(words, std::vector<double>(kinds, smoothing))};
  std::vector<double> totals(kinds, smoothing * static_cast<double>(words));
  for (std::size_t n = 0; n < counts.size(); ++n) {
    const auto k = static_cast<std::size_t>(labels[n]);
    ++model.bias[k];
    for (std::size_t v = 0; v < words; ++v) {
      model.weight[v][k] += counts[n][v];
      totals[k] += counts[n][v];
    }
  }
  for (std::size_t k = 0; k < kinds; ++k) {
    model.bias[k] = std::log(model.bias[k] / static_cast<double>(counts.size()));
    for (std::size_t v = 0; v < words; ++v) {
      model.weight[v][k] = std::log(model.weight[v][k] / totals[k]);
    }
  }
  return model;
  //! end
}

std::vector<int> predict(const Model& model, const Counts& counts) {
  //! hole
  std::vector<int> classes;
  for (const std::vector<double>& text : counts) {
    std::vector<double> scores = model.bias;
    for (std::size_t v = 0; v < text.size(); ++v) {
      for (std::size_t k = 0; k < scores.size(); ++k) scores[k] += text[v] * model.weight[v][k];
    }
    std::size_t best = 0;
    for (std::size_t k = 1; k < scores.size(); ++k) {
      if (scores[k] > scores[best]) best = k;
    }
    classes.push_back(static_cast<int>(best));
  }
  return classes;
  //! end
}

}  // namespace primer::exercise
