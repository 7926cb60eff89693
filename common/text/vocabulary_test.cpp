#include "common/text/vocabulary.hpp"

#include <map>
#include <random>
#include <stdexcept>

#include "common/testing/catch.hpp"
#include "common/text/word_table.hpp"

namespace primer::text {
namespace {

WordCounts counted(const std::vector<std::string>& words) {
  WordCounts counts;
  for (const std::string& word : words) counts.add(word);
  return counts;
}

}  // namespace

TEST_CASE("A table of words numbers them as they come and finds them again") {
  WordTable table;
  CHECK(table.find("") == WordTable::none);
  CHECK(table.size() == 0);
  std::map<std::string, std::int32_t> expected;
  std::mt19937 draw(1);
  for (int i = 0; i < 100'000; ++i) {
    const std::string word = std::to_string(draw() % 30'011);
    const auto [place, is_new] = expected.try_emplace(word, table.size());
    if (table.add(word) != place->second) FAIL(word);
  }
  CHECK(static_cast<std::size_t>(table.size()) == expected.size());
  for (const auto& [word, number] : expected) {
    if (table.find(word) != number || table.word(number) != word) FAIL(word);
  }
  CHECK(table.find("-1") == WordTable::none);
  const std::int32_t before = table.size();
  CHECK(table.add("") == before);  // the empty word is one
  CHECK(table.word(table.find("")).empty());
}

TEST_CASE("Words are counted") {
  WordCounts counts = counted({"b", "a", "b"});
  counts.add("c", 5);
  counts.add("never", 0);
  CHECK(counts.count("b") == 2);
  CHECK(counts.count("c") == 5);
  CHECK(counts.count("d") == 0);
  CHECK(counts.size() == 4);
  CHECK(counts.total() == 8);
  counts.add(counts);
  CHECK(counts.count("c") == 10);
  CHECK(counts.total() == 16);
  CHECK_THROWS_AS(counts.add("a", -1), std::invalid_argument);
  CHECK(counts.total() == 16);
}

TEST_CASE("A vocabulary begins with the most frequent word and goes on by the alphabet") {
  const Vocabulary words(counted({"d", "b", "c", "b", "a", "c", "e", "c"}), 1);
  CHECK(words.words() == std::vector<std::string>{"c", "b", "a", "d", "e"});
  CHECK(words.counts() == std::vector<std::int64_t>{3, 2, 1, 1, 1});
  CHECK(words.id("c") == 0);
  CHECK(words.id("e") == 4);
  CHECK(words.id("f") == Vocabulary::unknown);
  CHECK(words.id("") == Vocabulary::unknown);
  CHECK(words.contains("a"));
  CHECK(words.word(1) == "b");
  CHECK(words.count(1) == 2);
  CHECK(words.total() == 8);
  CHECK_THROWS_AS(words.word(5), std::out_of_range);
  CHECK_THROWS_AS(words.word(-1), std::out_of_range);
  CHECK_THROWS_AS(words.count(Vocabulary::unknown), std::out_of_range);
}

TEST_CASE("Rare words are left out and it is said how many") {
  const WordCounts counts = counted({"d", "b", "c", "b", "a", "c", "e", "c"});
  const Vocabulary words(counts, 2);
  CHECK(words.words() == std::vector<std::string>{"c", "b"});
  CHECK(words.total() == 5);
  CHECK(words.dropped_words() == 3);
  CHECK(words.dropped_tokens() == 3);
  CHECK(words.id("a") == Vocabulary::unknown);

  const Vocabulary one(counts, 1, 1);
  CHECK(one.words() == std::vector<std::string>{"c"});
  CHECK(one.dropped_words() == 4);
  CHECK(one.dropped_tokens() == 5);
  CHECK(Vocabulary(counts, 4).size() == 0);
  CHECK(Vocabulary(counts, 4).dropped_tokens() == 8);
  CHECK(Vocabulary(counts, 1, 0).size() == 0);
  CHECK_THROWS_AS(Vocabulary(counts, 0), std::invalid_argument);
  CHECK_THROWS_AS(Vocabulary(counts, 1, -1), std::invalid_argument);
}

TEST_CASE("An empty vocabulary knows nothing") {
  for (const Vocabulary& empty : {Vocabulary(), Vocabulary(WordCounts())}) {
    CHECK(empty.size() == 0);
    CHECK(empty.total() == 0);
    CHECK(empty.id("a") == Vocabulary::unknown);
    CHECK(empty == Vocabulary());
  }
}

TEST_CASE("A vocabulary does not depend on the order in which words were seen") {
  std::vector<std::string> words;
  std::mt19937 draw(3);
  for (int i = 0; i < 10'000; ++i) words.push_back(std::to_string(draw() % 97 * (draw() % 11)));
  const Vocabulary forwards(counted(words), 3);
  WordCounts merged = counted({words.rbegin(), words.rbegin() + 3'333});
  merged.add(counted({words.rbegin() + 3'333, words.rend()}));
  CHECK(Vocabulary(merged, 3) == forwards);
  CHECK_FALSE(Vocabulary(merged, 4) == forwards);
  words.push_back(forwards.word(0));
  CHECK_FALSE(Vocabulary(counted(words), 3) == forwards);
}

TEST_CASE("A copy of a vocabulary outlives the original") {
  Vocabulary copy;
  {
    const Vocabulary original(counted({"kept", "kept", "words"}), 1);
    copy = original;
  }
  CHECK(copy.id("words") == 1);
  CHECK(copy.word(0) == "kept");
}

}  // namespace primer::text
