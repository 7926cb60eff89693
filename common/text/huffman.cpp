#include "common/text/huffman.hpp"

#include <algorithm>
#include <queue>
#include <stdexcept>
#include <utility>

namespace primer::text {

HuffmanTree::HuffmanTree(std::span<const std::int64_t> counts) {
  const std::size_t words = counts.size();
  if (words == 0) return;
  nodes_ = static_cast<std::int32_t>(words - 1);

  // Join the two lightest subtrees until one is left; leaves are 0 … words-1, inner nodes follow
  using Subtree = std::pair<std::int64_t, std::size_t>;
  std::priority_queue<Subtree, std::vector<Subtree>, std::greater<>> lightest;
  for (std::size_t w = 0; w < words; ++w) {
    if (counts[w] < 0) throw std::invalid_argument("HuffmanTree: a count is negative");
    lightest.emplace(counts[w], w);
  }
  struct Place {
    std::size_t parent = 0;
    bool right = false;
  };
  std::vector<Place> places(2 * words - 1);
  for (std::size_t node = words; node < 2 * words - 1; ++node) {
    std::int64_t weight = 0;
    for (const bool right : {false, true}) {
      const auto [count, child] = lightest.top();
      lightest.pop();
      weight += count;
      places[child] = {node, right};
    }
    lightest.emplace(weight, node);
  }

  // Read each path from the leaf up and turn it round
  const std::size_t root = 2 * words - 2;
  for (std::size_t w = 0; w < words; ++w) {
    for (std::size_t at = w; at != root; at = places[at].parent) {
      turns_.push_back({static_cast<std::int32_t>(places[at].parent - words), places[at].right});
    }
    std::reverse(turns_.begin() + static_cast<std::ptrdiff_t>(begins_.back()), turns_.end());
    begins_.push_back(turns_.size());
  }
}

std::span<const HuffmanTree::Turn> HuffmanTree::path(std::int32_t word) const {
  const auto w = static_cast<std::size_t>(word);
  const std::size_t begin = begins_.at(w), end = begins_.at(w + 1);
  return std::span(turns_).subspan(begin, end - begin);
}

}  // namespace primer::text
