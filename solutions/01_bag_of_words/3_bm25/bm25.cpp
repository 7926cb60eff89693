#include "bm25.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>

namespace primer::exercise {

std::vector<double> bm25(const std::vector<Text>& texts, const Text& query, double k1, double b) {
  //! hole
  std::map<std::string, std::map<std::size_t, double>> index;
  double words = 0;
  for (std::size_t n = 0; n < texts.size(); ++n) {
    for (const std::string& word : texts[n]) ++index[word][n];
    words += static_cast<double>(texts[n].size());
  }
  const double count = static_cast<double>(texts.size());
  std::vector<double> scores(texts.size(), 0);
  for (const std::string& word : query) {
    const auto postings = index.find(word);
    if (postings == index.end()) continue;
    const double d = static_cast<double>(postings->second.size());
    const double rarity = std::log(1 + (count - d + 0.5) / (d + 0.5));
    for (const auto& [n, c] : postings->second) {
      const double length = static_cast<double>(texts[n].size()) / (words / count);
      scores[n] += rarity * (k1 + 1) * c / (c + k1 * (1 - b + b * length));
    }
  }
  return scores;
  //! end
}

std::vector<int> best(const std::vector<double>& scores, int count) {
  //! hole
  std::vector<int> order;
  for (std::size_t n = 0; n < scores.size(); ++n) {
    if (scores[n] > 0) order.push_back(static_cast<int>(n));
  }
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return scores[static_cast<std::size_t>(a)] > scores[static_cast<std::size_t>(b)];
  });
  if (static_cast<int>(order.size()) > count) order.resize(static_cast<std::size_t>(count));
  return order;
  //! end
}

}  // namespace primer::exercise
