#include "huffman.hpp"

#include <algorithm>
#include <set>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

using Counts = std::vector<std::int64_t>;

Counts some_counts(Draw& draw, int words) {
  Counts counts;
  for (int i = 0; i < words; ++i) counts.push_back(draw.whole(1, 30) * draw.whole(1, 30));
  return counts;
}

/// The smallest sum of counts times depths: what is paid is each joint's weight. Two sorted queues, no tree.
double least_cost(Counts counts) {
  double cost = 0;
  std::sort(counts.begin(), counts.end());
  while (counts.size() > 1) {
    const std::int64_t joined = counts[0] + counts[1];
    cost += static_cast<double>(joined);
    counts.erase(counts.begin(), counts.begin() + 2);
    counts.insert(std::upper_bound(counts.begin(), counts.end(), joined), joined);
  }
  return cost;
}

double cost(const std::vector<std::string>& codes, const Counts& counts) {
  double sum = 0;
  for (std::size_t w = 0; w != codes.size(); ++w) {
    sum += static_cast<double>(codes[w].size()) * static_cast<double>(counts[w]);
  }
  return sum;
}

void expect_tree(const std::vector<std::string>& codes, std::size_t words) {
  expect(codes.size() == words, "a code for each word", "Each word is a leaf.");
  std::set<std::string> inner, all(codes.begin(), codes.end());
  expect(all.size() == words, "different codes", "Two words cannot be the same leaf.");
  for (const std::string& code : codes) {
    for (std::size_t n = 0; n < code.size(); ++n) inner.insert(code.substr(0, n));
  }
  for (const std::string& code : codes) {
    expect(inner.count(code) == 0, "no code that begins another one",
           "A word at an inner node would have others below it, and their probabilities would not "
           "add up to one.");
    expect(code.find_first_not_of("01") == code.npos, "codes of 0 and 1", "There are two sides.");
  }
  expect(inner.size() + 1 == words, "one inner node fewer than words",
         "Every inner node has two sides. One with a single side asks for nothing.");
}

}  // namespace

PRIMER_CHECK("The codes are the leaves of a tree", 3) {
  for (const int words : {2, 3, draw.whole(10, 40)}) {
    expect_tree(student<codes>(some_counts(draw, words)), static_cast<std::size_t>(words));
  }
}

PRIMER_CHECK("No tree asks fewer questions on average", 4) {
  for (const int words : {3, draw.whole(5, 9), draw.whole(20, 60)}) {
    const Counts counts = some_counts(draw, words);
    expect_near(
        cost(student<codes>(counts), counts), least_cost(counts), 1e-12,
        "the smallest sum of counts times lengths that a tree over " + std::to_string(words) +
            " words can have",
        "Join the two lightest again and again, and put what came of it back among the others.");
  }
}

PRIMER_CHECK("Frequent words are reached first", 2) {
  const int first = draw.whole(1, 3);
  const auto got = student<codes>({first, 16, 4, 40, 8});
  std::vector<double> lengths;
  for (const std::size_t word : {3u, 1u, 4u, 2u, 0u}) {
    lengths.push_back(static_cast<double>(got[word].size()));
  }
  expect_near(lengths, std::vector<double>{1, 2, 3, 4, 4}, 1e-12,
              "the lengths 1 2 3 4 4 for counts of 40, 16, 8, 4 and " + std::to_string(first),
              "Whoever is asked for most should be the shortest way off. The order of the words "
              "says nothing.");
}

PRIMER_CHECK("A single word needs no question", 1) {
  const auto got = student<codes>({draw.whole(1, 9)});
  expect(got.size() == 1 && got[0].empty(), "one empty code",
         "With one word there is nothing to tell apart.");
  expect(student<codes>({}).empty(), "no code for no word", "An empty tree has no leaf.");
}

PRIMER_CHECK("The mean is taken over the text", 2) {
  const int a = draw.whole(1, 9), b = draw.whole(10, 20), c = draw.whole(21, 30);
  expect_near(student<mean_log2>({"0", "10", "11"}, {c, a, b}), -(c + 2.0 * (a + b)) / (a + b + c),
              1e-12, "minus the mean number of questions, each word counted as often as it occurs",
              "Each question that is answered by the toss of a coin halves the probability: log2 "
              "falls by one.");
}

}  // namespace primer::exercise
