#include "common/text/evaluation.hpp"

#include <cmath>
#include <stdexcept>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::text {
namespace {

using testing::ContainsSubstring;

/// Words at angles in a plane.
Embeddings clock(const std::vector<std::pair<std::string, double>>& degrees) {
  Embeddings result;
  result.dimensions = 2;
  for (const auto& [word, angle] : degrees) {
    result.words.push_back(word);
    result.values.push_back(static_cast<float>(3 * std::cos(angle * 3.14159265 / 180)));
    result.values.push_back(static_cast<float>(3 * std::sin(angle * 3.14159265 / 180)));
  }
  return result;
}

}  // namespace

TEST_CASE("Spearman is the formula of squared differences of ranks where none are shared") {
  const std::vector<double> x = {3, 1, 4, 1.5, 9}, y = {10, 30, 20, 25, 5};
  // Ranks 2 0 3 1 4 and 1 4 2 3 0: squared differences 1 + 16 + 1 + 4 + 16
  CHECK(spearman(x, y) == testing::Approx(1 - 6 * 38.0 / (5 * 24)));
  CHECK(spearman(x, x) == testing::Approx(1));
  const std::vector<double> tied = {1, 1, 2}, other = {5, 7, 9};
  // Ranks 0.5 0.5 2 and 0 1 2: Pearson's of these by hand
  CHECK(spearman(tied, other) == testing::Approx(1.5 / std::sqrt(1.5 * 2)));
}

TEST_CASE("Spearman has no answer where there is nothing to order") {
  const std::vector<double> none, one = {1}, same = {2, 2, 2}, three = {1, 2, 3};
  CHECK(std::isnan(spearman(none, none)));
  CHECK(std::isnan(spearman(one, one)));
  CHECK(std::isnan(spearman(same, three)));
  CHECK_THROWS_AS(spearman(one, three), std::invalid_argument);
}

TEST_CASE("Pairs are scored by the order of their angles and unknown ones skipped") {
  const Embeddings table = clock({{"a", 0}, {"b", 10}, {"c", 40}, {"d", 120}});
  const WordVectors vectors(table);
  CHECK(vectors.cosine(0, 1) == testing::Approx(std::cos(10 * 3.14159265 / 180)).margin(1e-6));
  const std::vector<WordPair> pairs = {
      {"a", "b", 9}, {"a", "c", 5}, {"a", "d", 1}, {"a", "nowhere", 3}};
  const Score score = similarity_score(vectors, pairs);
  CHECK(score.value == testing::Approx(1));
  CHECK(score.asked == 3);
  CHECK(score.skipped == 1);
}

TEST_CASE("An analogy is right when its answer is nearest and no other word") {
  const Embeddings table =
      clock({{"man", 0}, {"king", 30}, {"woman", 60}, {"queen", 90}, {"tree", 200}});
  const WordVectors vectors(table);
  const std::vector<AnalogyQuestion> questions = {{"man", "king", "woman", "queen"},
                                                  {"man", "king", "woman", "tree"},
                                                  {"man", "king", "woman", "nowhere"}};
  const Score score = analogy_score(vectors, questions);
  CHECK(score.value == testing::Approx(0.5));
  CHECK(score.asked == 2);
  CHECK(score.skipped == 1);
  CHECK(std::isnan(analogy_score(vectors, {}).value));
}

TEST_CASE("Neighbours agree when they share a label and words without one take no part") {
  const Embeddings table = clock({{"a", 0}, {"x", 1}, {"b", 5}, {"c", 90}, {"d", 95}});
  const WordVectors vectors(table);
  const std::vector<std::vector<std::int32_t>> labels = {{1}, {}, {1, 2}, {3}, {4}};
  const std::vector<std::int64_t> all = {0, 1, 2, 3, 4};
  const Score score = neighbour_agreement(vectors, labels, all, 1);
  CHECK(score.value == testing::Approx(0.5));  // a and b find one another, c and d disagree
  CHECK(score.asked == 4);
  CHECK(score.skipped == 1);
}

TEST_CASE("A word that is not there is refused with one that begins like it") {
  const Embeddings table = clock({{"violin", 0}, {"river", 10}});
  const WordVectors vectors(table);
  CHECK(vectors.at("river") == 1);
  CHECK(vectors.find("") == -1);
  CHECK_THROWS_WITH(vectors.at("violins"), ContainsSubstring("did you mean violin?"));
  CHECK_THROWS_AS(vectors.at("xyz"), Error);
}

TEST_CASE("Files of pairs and of questions are read and wrong lines named") {
  const testing::TemporaryFolder folder;
  const auto file = [&](const std::string& bytes) {
    write_file_atomically(folder.path() / "file", bytes);
    return folder.path() / "file";
  };
  const auto pairs = load_pairs(file(
      "Word 1\tWord 2\tHuman (mean)\nTiger\tcat\t7.35\r\n# a comment\nbook\tpaper\t7\tmore\n"));
  REQUIRE(pairs.size() == 2);
  CHECK(pairs[0].first == "tiger");
  CHECK(pairs[1].similarity == 7);
  CHECK_THROWS_WITH(load_pairs(file("a\tb\t1\na\tb\n")), ContainsSubstring("line 2"));
  CHECK_THROWS_WITH(load_pairs(file("a\tb\t1\na\tb\tnan\n")), ContainsSubstring("line 2"));
  CHECK_THROWS_AS(load_pairs(file("")), Error);
  CHECK_THROWS_AS(load_pairs(folder.path() / "missing"), Error);

  const auto questions = load_analogies(file(": capitals\nAthens Greece Oslo Norway\n\n"));
  REQUIRE(questions.size() == 1);
  CHECK(questions[0].answer == "norway");
  CHECK_THROWS_WITH(load_analogies(file("a b c d\na b c\n")), ContainsSubstring("line 2"));
  CHECK_THROWS_AS(load_analogies(file(": nothing\n")), Error);
}

}  // namespace primer::text
