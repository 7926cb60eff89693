#include "huffman.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <queue>
#include <utility>

namespace primer::exercise {

std::vector<std::string> codes(const std::vector<std::int64_t>& counts) {
  //! hole
  std::vector<std::string> result(counts.size());
  using Subtree = std::pair<std::int64_t, std::vector<std::size_t>>;  // its weight and words
  std::priority_queue<Subtree, std::vector<Subtree>, std::greater<>> lightest;
  for (std::size_t w = 0; w < counts.size(); ++w) lightest.push({counts[w], {w}});
  while (lightest.size() > 1) {
    Subtree joined{0, {}};
    for (const char side : {'0', '1'}) {
      const Subtree part = lightest.top();
      lightest.pop();
      joined.first += part.first;
      for (const std::size_t word : part.second) {
        result[word] += side;
        joined.second.push_back(word);
      }
    }
    lightest.push(joined);
  }
  for (std::string& code : result) std::reverse(code.begin(), code.end());
  return result;
  //! end
}

double mean_log2(const std::vector<std::string>& codes, const std::vector<std::int64_t>& counts) {
  //! hole
  double sum = 0, words = 0;
  for (std::size_t w = 0; w < codes.size(); ++w) {
    const auto count = static_cast<double>(counts[w]);
    sum -= count * static_cast<double>(codes[w].size());
    words += count;
  }
  return sum / words;
  //! end
}

}  // namespace primer::exercise
