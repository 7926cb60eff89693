#include "windows.hpp"

#include <cstdlib>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

struct Drawn {
  std::vector<int> sentence, sizes;
};

Drawn drawn(Draw& draw, int words, int widest) {
  Drawn result;
  for (int i = 0; i < words; ++i) {
    result.sentence.push_back(100 * i + draw.whole(0, 99));  // all different
    result.sizes.push_back(draw.whole(1, widest));
  }
  return result;
}

/// By looking at every two places.
std::vector<Pair> all_pairs(const Drawn& text) {
  std::vector<Pair> found;
  const auto count = static_cast<int>(text.sentence.size());
  for (int i = 0; i < count; ++i) {
    for (int j = 0; j < count; ++j) {
      const auto a = static_cast<std::size_t>(i), b = static_cast<std::size_t>(j);
      if (i != j && std::abs(i - j) <= text.sizes[a]) {
        found.emplace_back(text.sentence[a], text.sentence[b]);
      }
    }
  }
  return found;
}

bool same(const std::vector<Question>& got, const Drawn& text) {
  std::vector<Pair> found;
  for (const auto& [given, named] : got) {
    if (given.empty()) return false;
    for (const int word : given) found.emplace_back(named, word);
  }
  return found == all_pairs(text);
}

}  // namespace

PRIMER_CHECK("Skip-gram names the words on both sides", 3) {
  const Drawn text = drawn(draw, draw.whole(8, 12), 3);
  expect(student<skip_gram>(text.sentence, text.sizes) == all_pairs(text),
         "each word with every word of its window, before it and behind it",
         "Skip-gram predicts neither the previous word nor the next one, but all that are around.");
}

PRIMER_CHECK("CBOW names the word in the middle from both sides", 3) {
  const Drawn text = drawn(draw, draw.whole(8, 12), 3);
  expect(same(student<cbow>(text.sentence, text.sizes), text),
         "the words of each window in their order, and the word in its middle to name",
         "CBOW does not predict the next word: it sees what comes behind it, too.");
}

PRIMER_CHECK("A window ends where the sentence does", 2) {
  const Drawn text = drawn(draw, draw.whole(2, 4), 3);
  Drawn wide = text;
  for (int& size : wide.sizes) size += 1000;
  expect(student<skip_gram>(wide.sentence, wide.sizes) == all_pairs(wide),
         "every two words of the sentence, for windows of a thousand",
         "A window larger than its sentence is all of the sentence.");
  expect(same(student<cbow>(wide.sentence, wide.sizes), wide), "the same for CBOW",
         "The first word has nothing before it and is still named.");
}

PRIMER_CHECK("The same word twice in a window is two neighbours", 1) {
  const int a = draw.whole(1, 9), b = draw.whole(10, 19);
  const std::vector<Pair> expected = {{a, b}, {b, a}, {b, a}, {a, b}};
  expect(student<skip_gram>({a, b, a}, {1, 1, 1}) == expected,
         "both ways for each of two neighbours, in a sentence that ends as it begins",
         "What is left out is the place in the middle, and not every word that equals it.");
  const std::vector<Pair> twice = {{a, a}, {a, a}};
  expect(student<skip_gram>({a, a}, {1, 1}) == twice, "a word beside itself, in \"a a\"",
         "Two places with the same word are neighbours.");
}

PRIMER_CHECK("A sentence of one word or none asks nothing", 1) {
  const int word = draw.whole(0, 99);
  expect(student<skip_gram>({word}, {3}).empty() && student<skip_gram>({}, {}).empty(), "no pair",
         "There is nobody else in the window.");
  expect(student<cbow>({word}, {3}).empty() && student<cbow>({}, {}).empty(), "no question",
         "A mean of no vectors is not a number.");
}

}  // namespace primer::exercise
