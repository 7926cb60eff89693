#include "common/text/taxonomy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <stdexcept>

#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::text {

using testing::Approx;
using testing::ContainsSubstring;
using testing::refusal;

namespace {

Synset synset(std::vector<std::string> words, std::vector<std::int32_t> hypernyms) {
  Synset one;
  one.offset = "00000000";
  one.words = std::move(words);
  one.hypernyms = std::move(hypernyms);
  return one;
}

// thing > animal > {dog, cat}; tool > hammer below thing; dog also a tool; another root
const std::vector<Synset> small = {
    synset({"thing"}, {}), synset({"animal", "beast"}, {0}), synset({"dog"}, {1, 5}),
    synset({"cat"}, {1}),  synset({"Hammer"}, {5}),          synset({"tool"}, {0}),
    synset({"idea"}, {}),  synset({"cat", "cat"}, {4}),      synset({"hammer head"}, {4}),
};

/// The longest way from a root, by trying all.
std::int32_t longest_way(const std::vector<Synset>& nouns, std::int32_t n) {
  std::int32_t longest = 1;
  for (const std::int32_t h : nouns[static_cast<std::size_t>(n)].hypernyms)
    longest = std::max(longest, longest_way(nouns, h) + 1);
  return longest;
}

/// Ways up from n, each ancestor with the fewest steps, by trying all.
void walk(const std::vector<Synset>& nouns, std::int32_t n, std::int32_t steps,
          std::map<std::int32_t, std::int32_t>& fewest) {
  const auto [place, is_new] = fewest.try_emplace(n, steps);
  place->second = std::min(place->second, steps);
  for (const std::int32_t h : nouns[static_cast<std::size_t>(n)].hypernyms)
    walk(nouns, h, steps + 1, fewest);
}

}  // namespace

TEST_CASE("Similarity follows from the depth of what is common") {
  const Taxonomy taxonomy(small);
  CHECK(taxonomy.depth(0) == 1);
  CHECK(taxonomy.depth(2) == 3);
  CHECK(taxonomy.depth(7) == 4);
  CHECK(taxonomy.common_subsumer(2, 3) == 1);
  CHECK(taxonomy.similarity(2, 3) == Approx(4.0 / 6));
  CHECK(taxonomy.common_subsumer(2, 4) == 5);  // a dog is a tool here
  CHECK(taxonomy.common_subsumer(3, 4) == 0);
  CHECK(taxonomy.similarity(3, 4) == Approx(2.0 / 6));
  CHECK(taxonomy.common_subsumer(1, 2) == 1);
  CHECK(taxonomy.similarity(1, 2) == Approx(4.0 / 5));
  CHECK(taxonomy.similarity(3, 3) == 1);
  CHECK(taxonomy.common_subsumer(3, 6) == -1);
  CHECK(taxonomy.similarity(3, 6) == 0);
  CHECK_THROWS_AS(taxonomy.depth(9), std::out_of_range);
  CHECK_THROWS_AS(taxonomy.similarity(0, -1), std::out_of_range);
}

TEST_CASE("Words are as alike as their closest senses") {
  const Taxonomy taxonomy(small);
  const auto senses = taxonomy.senses("cat");
  CHECK(std::vector<std::int32_t>(senses.begin(), senses.end()) == std::vector<std::int32_t>{3, 7});
  CHECK(taxonomy.senses("HAMMER").size() == 1);
  CHECK(taxonomy.senses("nothing").empty());
  CHECK(taxonomy.similarity("dog", "cat") == Approx(4.0 / 6));
  CHECK(taxonomy.similarity("Cat", "hammer") == Approx(6.0 / 7));
  CHECK(taxonomy.similarity("animal", "beast") == 1);
  CHECK(taxonomy.similarity("cat", "nothing") == 0);
}

TEST_CASE("Depths and similarities are those found by trying all ways") {
  std::mt19937 draw(5);
  std::vector<Synset> nouns;
  for (std::int32_t n = 0; n < 60; ++n) {
    std::vector<std::int32_t> hypernyms;
    for (std::uint32_t count = n < 2 ? 0 : 1 + draw() % 2; count > 0; --count) {
      hypernyms.push_back(static_cast<std::int32_t>(draw() % static_cast<std::uint32_t>(n)));
    }
    nouns.push_back(synset({fmt::format("w{}", n)}, hypernyms));
  }
  const Taxonomy taxonomy(nouns);
  for (std::int32_t a = 0; a < 60; ++a) {
    CHECK(taxonomy.depth(a) == longest_way(nouns, a));
    std::map<std::int32_t, std::int32_t> from_a;
    walk(nouns, a, 0, from_a);
    for (std::int32_t b = 0; b < 60; ++b) {
      std::map<std::int32_t, std::int32_t> from_b;
      walk(nouns, b, 0, from_b);
      double best = 0;
      for (const auto& [common, steps] : from_a) {
        if (!from_b.contains(common)) continue;
        const double d = longest_way(nouns, common);
        best = std::max(best, 2 * d / (2 * d + steps + from_b.at(common)));
      }
      CHECK(taxonomy.similarity(a, b) == Approx(best));
      CHECK(taxonomy.similarity(a, b) == taxonomy.similarity(b, a));
    }
  }
}

TEST_CASE("A taxonomy with a cycle is refused") {
  CHECK_THAT(refusal([] {
               Taxonomy({synset({"a"}, {}), synset({"b"}, {2}), synset({"c"}, {1})});
             }),
             ContainsSubstring("cycle"));
  CHECK_THAT(refusal([] { Taxonomy({synset({"a"}, {0})}); }), ContainsSubstring("cycle"));
  CHECK(Taxonomy({}).senses("a").empty());
}

TEST_CASE("Gold pairs are spread evenly over similarities") {
  // A chain with a leaf at each step has similarities of all sizes
  std::vector<Synset> nouns = {synset({"chain0"}, {})};
  WordCounts counts;
  for (std::int32_t n = 1; n < 120; ++n) {
    nouns.push_back(synset({fmt::format("{}{}", n % 2 == 0 ? "chain" : "leaf", n)},
                           {n < 3 ? 0 : (n - 1) / 2 * 2}));
  }
  for (const Synset& one : nouns) counts.add(one.words[0], 5);
  counts.add("stranger", 9);
  counts.add("as", 9);
  nouns.push_back(synset({"as"}, {0}));
  const Taxonomy taxonomy(nouns);
  const Vocabulary vocabulary(counts);
  std::vector<PlainNoun> plain;
  for (std::size_t i = 0; i < nouns.size(); ++i) {
    plain.push_back({nouns[i].words[0], static_cast<std::int32_t>(i)});
  }
  const std::vector<WordPair> pairs = similarity_gold(taxonomy, plain, vocabulary, 100, 3);
  CHECK(pairs.size() == 100);
  double lowest = 1;
  for (const WordPair& pair : pairs) {
    CHECK(pair.similarity == Approx(taxonomy.similarity(pair.first, pair.second)));
    CHECK(pair.first != pair.second);
    CHECK(pair.first != "as");
    CHECK(pair.second != "as");
    lowest = std::min(lowest, pair.similarity);
  }
  for (std::size_t tenth = 1; tenth < 10; ++tenth)
    CHECK(pairs[10 * tenth].similarity >= pairs[10 * tenth - 1].similarity);
  const auto same = [](const WordPair& a, const WordPair& b) {
    return a.first == b.first && a.second == b.second;
  };
  CHECK(std::ranges::equal(pairs, similarity_gold(taxonomy, plain, vocabulary, 100, 3), same));
  CHECK_FALSE(
      std::ranges::equal(pairs, similarity_gold(taxonomy, plain, vocabulary, 100, 4), same));

  CHECK(similarity_gold(taxonomy, plain, vocabulary, 0, 3).empty());
  CHECK(similarity_gold(taxonomy, plain, vocabulary, 10'000'000, 3, 20).size() ==
        190);  // all that there are
  CHECK(similarity_gold(taxonomy, plain, vocabulary, 100, 3, 1).empty());
  CHECK(similarity_gold(taxonomy, plain, {}, 100, 3).empty());
  CHECK_THROWS_AS(similarity_gold(taxonomy, plain, vocabulary, 15, 3), std::invalid_argument);
  CHECK_THROWS_AS(similarity_gold(taxonomy, plain, vocabulary, -10, 3), std::invalid_argument);
}

}  // namespace primer::text
