#include "common/text/embeddings.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <stdexcept>

#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::text {

using testing::ContainsSubstring;
using testing::refusal;
using testing::TemporaryFolder;

namespace {

Embeddings random_embeddings(std::int64_t words, std::int64_t dimensions, std::uint32_t seed = 1) {
  std::mt19937 draw(seed);
  std::normal_distribution<float> normal;
  Embeddings result;
  result.dimensions = dimensions;
  for (std::int64_t w = 0; w < words; ++w) result.words.push_back("wörd" + std::to_string(w));
  for (std::int64_t i = 0; i < words * dimensions; ++i) result.values.push_back(normal(draw));
  return result;
}

bool same(const Embeddings& a, const Embeddings& b) {
  return a.words == b.words && a.values == b.values && a.dimensions == b.dimensions;
}

std::string loading(const TemporaryFolder& folder, std::string_view bytes, const char* name = "v") {
  write_file_atomically(folder / name, bytes);
  return refusal([&] { load_embeddings(folder / name); });
}

Embeddings loaded(const TemporaryFolder& folder, std::string_view bytes, const char* name = "v") {
  write_file_atomically(folder / name, bytes);
  return load_embeddings(folder / name);
}

std::string binary(std::vector<float> values) {
  std::string bytes(values.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

}  // namespace

TEST_CASE("Vectors come back as they were in both forms") {
  const TemporaryFolder folder;
  for (const char* name : {"a.vec", "a.bin", "a"}) {
    for (const std::int64_t words : {0, 1, 2, 97}) {
      for (const std::int64_t dimensions : {1, 3, 100}) {
        INFO(name << ' ' << words << ' ' << dimensions);
        Embeddings one = random_embeddings(words, dimensions);
        if (words == 97) {
          one.values[1] = std::numeric_limits<float>::denorm_min();
          one.values[2] = std::numeric_limits<float>::max();
          one.values[3] = -0.0f;
        }
        save_embeddings(folder / name, one);
        CHECK(same(load_embeddings(folder / name), one));
      }
    }
  }
}

TEST_CASE("The forms are those of word2vec and gensim and fastText") {
  const TemporaryFolder folder;
  const Embeddings expected{{"the", "né"}, {0.5f, -1e-05f, 2, 30}, 2};
  CHECK(same(loaded(folder, "2 2\nthe 0.5 -1e-05\nné 2 30.0\n"), expected));
  CHECK(
      same(loaded(folder, "2 2\nthe 0.5 -1e-05 \nné 2 30.0 \n"), expected));  // fastText, word2vec
  CHECK(same(loaded(folder, "2 2\r\nthe 0.5 -1e-05\r\nné 2 30.0"), expected));
  const std::string first = binary({0.5f, -1e-05f}), second = binary({2, 30});
  CHECK(same(loaded(folder, "2 2\nthe " + first + "né " + second), expected));           // gensim
  CHECK(same(loaded(folder, "2 2\nthe " + first + "\nné " + second + "\n"), expected));  // word2vec
  save_embeddings(folder / "x.bin", expected);
  CHECK(read_file(folder / "x.bin") == "2 2\nthe " + first + "\nné " + second + "\n");
  save_embeddings(folder / "x.vec", expected);
  CHECK(read_file(folder / "x.vec") == "2 2\nthe 0.5 -1e-05\nné 2 30\n");
  CHECK(loaded(folder, "1 1\nx 1e-300\n").values[0] == 0);
}

TEST_CASE("A first line that is none or promises too much is refused") {
  const TemporaryFolder folder;
  for (const char* text :
       {"", "\n", "x", "the 0.5 1\n", "2\n", "2 \n", "-2 2\n", "2 -2\n", "2 2 2\n", "2  2\n",
        "2.5 2\n", "99999999999999999999999 2\n", "2 99999999999999999999999\n"}) {
    INFO(text);
    CHECK_THAT(loading(folder, text), ContainsSubstring("does not begin with a line"));
  }
  CHECK_THAT(loading(folder, std::string(100, '1') + "\n"),
             ContainsSubstring("does not begin with a line"));
  CHECK_THAT(loading(folder, "3 0\n"), ContainsSubstring("no dimensions"));
  for (const char* header :
       {"1000000000 300", "18446744073709551615 18446744073709551615", "1 18446744073709551615",
        "4294967296 4294967296", "3 9223372036854775807", "18446744073709551615 1", "100 3"}) {
    INFO(header);
    CHECK_THAT(loading(folder, std::string(header) + "\na 1 2 3\n"), ContainsSubstring("too few"));
    CHECK_THAT(loading(folder, std::string(header) + "\na " + binary({1, 2, 3})),
               ContainsSubstring("too few"));
  }
  CHECK_THAT(loading(folder, "1000 100\n"), ContainsSubstring("too few"));
  CHECK_THAT(refusal([&] { load_embeddings(folder / "nothing"); }),
             ContainsSubstring("cannot be read"));
}

TEST_CASE("A word whose vector is wrong is named") {
  const TemporaryFolder folder;
  CHECK_THAT(loading(folder, "2 2\na 1 2\nbee 1 x\n"), ContainsSubstring("word 2 ('bee') has 'x'"));
  CHECK_THAT(loading(folder, "2 2\na 1 2\nbee 1 2x\n"), ContainsSubstring("has '2x'"));
  CHECK_THAT(loading(folder, "2 2\na 1 2\nbee 1\nc 1 2\n"),
             ContainsSubstring("word 2 ('bee') has 1 numbers"));
  CHECK_THAT(loading(folder, "2 2\na 1 2\nbee 1 2 3\n"), ContainsSubstring("more than 2 numbers"));
  CHECK_THAT(loading(folder, "2 2\na 1 2\n 1 2  \n"), ContainsSubstring("word 2 is empty"));
  CHECK_THAT(loading(folder, "2 2\na 1 2\na 1 2\n"), ContainsSubstring("word 2 ('a') comes twice"));
  CHECK_THAT(loading(folder, "2 2\na 1 2\nb 1 2\nc 1 2\n"),
             ContainsSubstring("goes on after the 2 words"));
  for (const char* value : {"nan", "inf", "-inf", "1e39", "NaN"}) {
    INFO(value);
    const std::string refused =
        loading(folder, std::string("2 2\na 1 2\nbee 1 ") + value + "\n", "v.vec");
    CHECK_THAT(refused, ContainsSubstring("word 2 ('bee')"));
  }
  const std::string good = "2 2\na " + binary({1, 2});
  CHECK_THAT(loading(folder, good + "bee " + binary({1, NAN})),
             ContainsSubstring("word 2 ('bee') has a number that is not finite"));
  CHECK_THAT(loading(folder, good + "bee " + binary({1, 2}) + "x"), ContainsSubstring("goes on"));
  CHECK_THAT(loading(folder, good + " " + binary({1, 2}) + "x"),
             ContainsSubstring("word 2 is empty"));
  CHECK_THAT(loading(folder, good + "b\xc3\ne " + binary({1, 2})), ContainsSubstring("line break"));
}

TEST_CASE("A file that is cut off anywhere is refused") {
  const TemporaryFolder folder;
  const Embeddings whole = random_embeddings(3, 5);
  for (const char* name : {"c.vec", "c.bin"}) {
    save_embeddings(folder / name, whole);
    const std::string bytes = read_file(folder / name);
    // Without its last line break it is still whole, and a last number may lose digits unnoticed
    const std::size_t digits = std::string(name) == "c.vec" ? 16 : 1;
    for (std::size_t length = 0; length + digits < bytes.size(); ++length) {
      INFO(name << ' ' << length);
      const std::string said = loading(folder, bytes.substr(0, length), name);
      if (said.find(name) == std::string::npos) FAIL(said);
    }
  }
}

TEST_CASE("Random damage is refused or harmless") {
  const TemporaryFolder folder;
  std::mt19937 draw(7);
  for (const char* name : {"d.vec", "d.bin", "d"}) {
    save_embeddings(folder / name, random_embeddings(4, 3));
    const std::string bytes = read_file(folder / name);
    for (int round = 0; round < 300; ++round) {
      std::string damaged = bytes;
      for (std::size_t hits = 1 + draw() % 3; hits > 0; --hits) {
        damaged[draw() % damaged.size()] = static_cast<char>(draw());
      }
      const std::string said = loading(folder, damaged, name);
      if (said.find("SEVERAL LINES") != std::string::npos ||
          said.find("WRONG") != std::string::npos)
        FAIL(said);
    }
  }
}

TEST_CASE("What could not be read back is not written") {
  const TemporaryFolder folder;
  for (const char* word : {"", "two words", "line\nbreak", "\r"}) {
    Embeddings one = random_embeddings(2, 2);
    one.words[1] = word;
    CHECK_THROWS_AS(save_embeddings(folder / "x.vec", one), std::invalid_argument);
  }
  Embeddings one = random_embeddings(2, 2);
  one.values[3] = NAN;
  CHECK_THAT(refusal([&] { save_embeddings(folder / "x.bin", one); }),
             ContainsSubstring("'wörd1' is not finite"));
  one.values.pop_back();
  CHECK_THROWS_AS(save_embeddings(folder / "x.vec", one), std::invalid_argument);
  CHECK_THROWS_AS(save_embeddings(folder / "x.vec", Embeddings{}), std::invalid_argument);
  CHECK_FALSE(std::filesystem::exists(folder / "x.vec"));
  CHECK_FALSE(std::filesystem::exists(folder / "x.bin"));
}

TEST_CASE("Nearest words are those that a plain search finds") {
  const Embeddings vectors = random_embeddings(211, 17);
  const NearestWords words(vectors);
  const auto cosine = [&](std::int64_t a, std::int64_t b) {
    double dot = 0, aa = 0, bb = 0;
    for (std::size_t d = 0; d < 17; ++d) {
      const double x = vectors.row(a)[d], y = vectors.row(b)[d];
      dot += x * y, aa += x * x, bb += y * y;
    }
    return dot / std::sqrt(aa * bb);
  };
  for (const std::int64_t word : {0, 100, 210}) {
    std::vector<std::int64_t> expected;
    for (std::int64_t w = 0; w < 211; ++w) {
      if (w != word) expected.push_back(w);
    }
    std::ranges::sort(expected, [&](auto a, auto b) { return cosine(word, a) > cosine(word, b); });
    const std::vector<Neighbour> found = words.nearest(word, 20);
    REQUIRE(found.size() == 20);
    for (std::size_t i = 0; i < 20; ++i) {
      CHECK(found[i].word == expected[i]);
      CHECK(std::abs(found[i].cosine - cosine(word, expected[i])) < 1e-6);
    }
  }
  CHECK(words.nearest(0, 0).empty());
  CHECK(words.nearest(0, 1'000).size() == 210);
  CHECK_THROWS_AS(words.nearest(211, 1), std::out_of_range);
  CHECK_THROWS_AS(words.nearest(-1, 1), std::out_of_range);
  CHECK_THROWS_AS(words.nearest(0, -1), std::invalid_argument);
  CHECK_THROWS_AS(words.nearest(std::vector<float>(16), 1), std::invalid_argument);
}

TEST_CASE("An analogy is completed without the words that ask for it") {
  // Two directions, royal and female, and lengths that must not matter
  const Embeddings vectors{{"man", "king", "woman", "queen", "apple", "nothing"},
                           {1, 0, 0, 2, 2, 0, 3, 0, 3, 1, 1, 1, -1, -1, 0, 0, 0, 0},
                           3};
  const NearestWords words(vectors);
  const std::vector<Neighbour> found = words.analogy(0, 1, 2, 6);
  REQUIRE(found.size() == 2);  // the three are left out, and what has no direction
  CHECK(found[0].word == 3);
  CHECK(found[1].word == 4);
  CHECK(words.nearest(std::vector<float>{0, 0, 0}, 3).empty());
  CHECK(words.nearest(std::vector<float>{NAN, 0, 0}, 3).empty());
  CHECK(words.nearest(std::int64_t{5}, 3).empty());
  CHECK_THROWS_AS(words.analogy(0, 1, 9, 1), std::out_of_range);
}

}  // namespace primer::text
