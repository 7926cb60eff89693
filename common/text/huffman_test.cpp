#include "common/text/huffman.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <stdexcept>

#include "common/testing/catch.hpp"
#include "common/text/fast_random.hpp"

namespace primer::text {
namespace {

std::vector<std::int64_t> some_counts(int words, std::uint64_t seed) {
  FastRandom random(seed);
  std::vector<std::int64_t> counts;
  for (int w = 0; w < words; ++w) counts.push_back(1 + random.below(1000) / (1 + random.below(50)));
  return counts;
}

}  // namespace

TEST_CASE("The lengths of the paths use up the tree exactly") {
  for (const int words : {2, 3, 5, 97, 1000}) {
    const HuffmanTree tree(some_counts(words, 5));
    CHECK(tree.nodes() == words - 1);
    double kraft = 0;
    for (std::int32_t w = 0; w < words; ++w) {
      kraft += std::ldexp(1.0, -static_cast<int>(tree.path(w).size()));
    }
    CHECK(kraft == 1);
  }
}

TEST_CASE("Every inner node has two sides and each path begins at the root") {
  constexpr int words = 211;
  const HuffmanTree tree(some_counts(words, 7));
  std::map<std::int32_t, std::set<bool>> sides;
  std::set<std::vector<bool>> codes;
  for (std::int32_t w = 0; w < words; ++w) {
    CHECK(tree.path(w)[0].node == words - 2);
    std::vector<bool> code;
    for (const auto& [node, right] : tree.path(w)) {
      sides[node].insert(right);
      code.push_back(right);
    }
    codes.insert(code);
  }
  CHECK(codes.size() == words);
  CHECK(sides.size() == words - 1);
  for (const auto& [node, taken] : sides) CHECK(taken.size() == 2);
}

TEST_CASE("No tree has a shorter mean path") {
  // Of all full trees with five leaves, by their depths
  const std::vector<std::vector<int>> depths = {{1, 2, 3, 4, 4}, {1, 3, 3, 3, 3}, {2, 2, 2, 3, 3}};
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    std::vector<std::int64_t> counts = some_counts(5, seed);
    std::sort(counts.rbegin(), counts.rend());
    std::int64_t best = std::numeric_limits<std::int64_t>::max();
    for (const auto& depth : depths) {
      best = std::min(
          best, std::inner_product(counts.begin(), counts.end(), depth.begin(), std::int64_t{0}));
    }
    const HuffmanTree tree(counts);
    std::int64_t cost = 0;
    for (std::int32_t w = 0; w < 5; ++w) {
      cost += counts[static_cast<std::size_t>(w)] * static_cast<std::int64_t>(tree.path(w).size());
    }
    CHECK(cost == best);
  }
}

TEST_CASE("Trees of no word and of one have no turns") {
  CHECK(HuffmanTree({}).nodes() == 0);
  const std::vector<std::int64_t> one = {3}, negative = {3, -1};
  CHECK(HuffmanTree(one).nodes() == 0);
  CHECK(HuffmanTree(one).path(0).empty());
  CHECK_THROWS_AS(HuffmanTree(one).path(1), std::out_of_range);
  CHECK_THROWS_AS(HuffmanTree(negative), std::invalid_argument);
}

}  // namespace primer::text
