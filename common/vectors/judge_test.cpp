#include "common/vectors/judge.hpp"

#include <cmath>

#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::vectors {
namespace {

using testing::Approx;
using testing::ContainsSubstring;
using testing::refusal;

/// A WordNet of six nouns: an entity, of which there are beasts and plants, and four of these.
void write_wordnet(const std::filesystem::path& folder) {
  write_file_atomically(folder / "data.noun",
                        "  1 licence\n"
                        "00000001 03 n 01 entity 0 000 | all there is\n"
                        "00000002 05 n 01 beast 0 001 @ 00000001 n 0000 | it runs\n"
                        "00000003 20 n 01 plant 0 001 @ 00000001 n 0000 | it grows\n"
                        "00000004 05 n 01 wolf 0 001 @ 00000002 n 0000 | it howls\n"
                        "00000005 05 n 01 fox 0 001 @ 00000002 n 0000 | it is red\n"
                        "00000006 20 n 01 fern 0 001 @ 00000003 n 0000 | it is green\n");
  std::string index;
  int offset = 1;
  for (const char* word : {"entity", "beast", "plant", "wolf", "fox", "fern"}) {
    index += std::string(word) + " n 1 0 1 0 0000000" + std::to_string(offset++) + "  \n";
  }
  write_file_atomically(folder / "index.noun", index);
  for (const char* other : {"index.verb", "index.adj", "index.adv"}) {
    write_file_atomically(folder / other, "");
  }
}

text::Vocabulary vocabulary() {
  text::WordCounts counts;
  std::int64_t times = 20;
  for (const char* word : {"wolf", "the", "fox", "fern", "plant", "beast"}) {
    counts.add(word, times--);
  }
  return text::Vocabulary(counts);
}

}  // namespace

TEST_CASE("Gold asks WordNet about the words of a vocabulary") {
  const testing::TemporaryFolder folder;
  write_wordnet(folder.path());
  const Gold gold = make_gold(vocabulary(), folder.path(), 1);
  CHECK(gold.asked == std::vector<std::int64_t>{0, 2, 3, 4, 5});
  REQUIRE(gold.classes.size() == 6);
  CHECK(gold.classes[1].empty());
  CHECK(gold.classes[0] == gold.classes[2]);
  CHECK(gold.classes[0] != gold.classes[3]);
  REQUIRE(!gold.pairs.empty());
  for (const text::WordPair& pair : gold.pairs) CHECK(pair.first != "the");

  // Vectors that know the classes are better than vectors that have them crosswise
  text::Embeddings good{
      vocabulary().words(), {1, 0, 0, 1, 1, 0.1f, 0.1f, 1, 0.05f, 1, 1, 0.05f}, 2};
  text::Embeddings bad = good;
  bad.values = {1, 0, 0, 1, 0, 1, 1, 0.1f, 0.1f, 1, 0.2f, 1};
  CHECK(judge(good, gold).agreement >= judge(bad, gold).agreement);
  CHECK(judge(good, gold).similarity > judge(bad, gold).similarity);
}

TEST_CASE("An analogy takes three words that are known") {
  const text::Embeddings table{{"man", "king", "woman", "queen", "apple"},
                               {1, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 0, 0.1f},
                               3};
  const text::WordVectors words(table);
  const auto answers = analogy(words, " king  man woman ");
  REQUIRE(answers.size() == 2);
  CHECK(answers[0].word == 3);
  CHECK_THAT(refusal([&] { analogy(words, "king man"); }),
             ContainsSubstring("2 words where three are due"));
  CHECK_THAT(refusal([&] { analogy(words, "king man wife"); }), ContainsSubstring("wife"));
}

}  // namespace primer::vectors
