#include "common/text/wordnet.hpp"

#include <algorithm>
#include <set>

#include "common/io/file.hpp"
#include "common/io/fnv1a.hpp"
#include "common/io/gzip.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::text {

using testing::ContainsSubstring;
using testing::refusal;
using testing::TemporaryFolder;

namespace {

// Five made-up synsets in WordNet's form
const std::string small =
    "  1 Here stands the licence.  \n"
    "  2 In lines that begin with two blanks.  \n"
    "00000001 03 n 01 thing 0 001 ~ 00000002 n 0000 | what there is  \n"
    "00000002 05 n 02 pet_lion 0 Leo_minor 1 003 @ 00000001 n 0000 ! 00000003 n 0101 ~ 00000004 n "
    "0000 | a lion at home; "
    "\"our pet lion sleeps\"; \"it snores\"  \n"
    "00000003 28 n 01 teatime 0 002 @ 00000002 n 0000 @ 00000001 n 0000 | four o'clock; or later  "
    "\n"
    "00000004 18 n 01 Leo 0 001 @i 00000002 n 0000 | a lion named Leo  \n"
    "00000005 28 n 0a a 0 b 0 c 0 d 0 e 0 f 0 g 0 h 0 i 0 j 0 000 | ten words | and a bar  \n";

std::string with(std::string from, std::string to) {
  std::string text = small;
  const std::size_t place = text.find(from);
  REQUIRE(place != std::string::npos);
  return text.replace(place, from.size(), to);
}

std::string parsing(const std::string& bytes) {
  return refusal([&] { parse_wordnet(bytes, "data.noun"); });
}

/// n synsets, each with its own definition, all but the first a kind of the first.
std::vector<Synset> nouns(int n) {
  std::vector<Synset> all;
  for (int i = 0; i < n; ++i) {
    Synset one;
    one.offset = std::to_string(10'000'000 + i);
    one.noun_class = i % 26;
    one.definition = "definition " + one.offset;
    if (i > 0) one.hypernyms = {i / 7};
    all.push_back(one);
  }
  return all;
}

}  // namespace

TEST_CASE("Nouns are read with their words and hypernyms and definitions") {
  const std::vector<Synset> nouns = parse_wordnet(small, "data.noun");
  REQUIRE(nouns.size() == 5);
  CHECK(nouns[0].hypernyms.empty());
  CHECK(noun_classes[static_cast<std::size_t>(nouns[0].noun_class)] == "noun.Tops");
  CHECK(nouns[1].offset == "00000002");
  CHECK(noun_classes[static_cast<std::size_t>(nouns[1].noun_class)] == "noun.animal");
  CHECK(nouns[1].words == std::vector<std::string>{"pet lion", "Leo minor"});
  CHECK(nouns[1].definition == "a lion at home");
  CHECK(nouns[2].hypernyms == std::vector<std::int32_t>{1, 0});
  CHECK(noun_classes[static_cast<std::size_t>(nouns[2].noun_class)] == "noun.time");
  CHECK(nouns[2].definition == "four o'clock; or later");
  CHECK(nouns[3].hypernyms == std::vector<std::int32_t>{1});  // an instance of it
  CHECK(noun_classes[static_cast<std::size_t>(nouns[3].noun_class)] == "noun.person");
  CHECK(nouns[4].words.size() == 10);
  CHECK(nouns[4].definition == "ten words | and a bar");
}

TEST_CASE("What is not in WordNet's format is refused with its line") {
  CHECK_THAT(parsing(""), ContainsSubstring("no noun"));
  CHECK_THAT(parsing("  1 only a licence\n"), ContainsSubstring("no noun"));
  CHECK_THAT(parsing(small.substr(0, small.size() - 5)),
             ContainsSubstring("data.noun:7: the line is cut off"));
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"00000002 05", "0000002 05"},
                                                        {"00000002 05", "00a00002 05"},
                                                        {"05 n", "02 n"},
                                                        {"05 n", "29 n"},
                                                        {"05 n", "5x n"},
                                                        {"05 n", "-5 n"},
                                                        {"05 n", "99999999999 n"},
                                                        {"05 n", "05 v"},
                                                        {"n 02 pet", "n 00 pet"},
                                                        {"n 02 pet", "n ff pet"},
                                                        {"n 02 pet", "n 7fffffff pet"},
                                                        {"n 02 pet", "n zz pet"},
                                                        {"003 @", "004 @"},
                                                        {"003 @", "002 @"},
                                                        {"003 @", "999 @"},
                                                        {" | a lion at", " a lion at"}}) {
    INFO(to);
    CHECK_THAT(parsing(with(from, to)), ContainsSubstring("data.noun:4: is no noun"));
  }
  CHECK_THAT(parsing(with("@i 00000002", "@i 00000009")),
             ContainsSubstring("data.noun:6: is a kind of 00000009"));
  CHECK_THAT(parsing(with("00000003 28", "00000002 28")),
             ContainsSubstring("data.noun:5: offset 00000002 comes twice"));
  CHECK_THAT(parsing(small + "\n"), ContainsSubstring("data.noun:8: is no noun"));
  CHECK_THAT(parsing(small + "\x01\xff\n"), ContainsSubstring("data.noun:8: is no noun"));
}

TEST_CASE("A file that is cut off anywhere but behind a line is refused") {
  const std::size_t first = small.find("00000001");
  for (std::size_t length = first + 1; length < small.size(); ++length) {
    const std::string cut = small.substr(0, length);
    if (cut.back() == '\n') continue;
    if (parsing(cut).find("cut off") == std::string::npos) FAIL(length);
  }
}

TEST_CASE("WordNet is read from a folder and packed too") {
  const TemporaryFolder folder;
  CHECK_THAT(refusal([&] { load_wordnet(folder.path()); }),
             ContainsSubstring("./primer data fetch wordnet"));
  write_file_atomically(folder / "data.noun", small);
  CHECK(load_wordnet(folder.path()).size() == 5);
  write_file_atomically(folder / "data.noun", compress_gzip(small));
  CHECK(load_wordnet(folder.path()).size() == 5);
}

TEST_CASE("Definitions are divided by the hash of the offset or of the first hypernym") {
  const std::vector<Synset> all = nouns(1'000);
  for (const WordNetSplit by : {WordNetSplit::offset, WordNetSplit::hypernym}) {
    const TextSplits splits = definition_splits(all, by);
    std::size_t train = 0, validation = 0, test = 0;
    for (const Synset& noun : all) {
      const bool own = by == WordNetSplit::offset || noun.hypernyms.empty();
      // FNV-1a written once more
      std::uint64_t hash = 14695981039346656037u;
      for (const char c :
           own ? noun.offset : all[static_cast<std::size_t>(noun.hypernyms[0])].offset) {
        hash = (hash ^ static_cast<std::uint64_t>(c)) * 1099511628211u;
      }
      const std::uint64_t tenth = hash / (std::uint64_t{1} << 32) % 10;
      const LabelledTexts& part = tenth == 0   ? splits.test
                                  : tenth == 1 ? splits.validation
                                               : splits.train;
      const std::size_t n = tenth == 0 ? test++ : tenth == 1 ? validation++ : train++;
      REQUIRE(n < part.texts.size());
      CHECK(part.texts[n] == noun.definition);
      CHECK(part.labels[n] == noun.noun_class);
    }
    CHECK(static_cast<std::size_t>(splits.train.size()) == train);
    CHECK(static_cast<std::size_t>(splits.validation.size()) == validation);
    CHECK(static_cast<std::size_t>(splits.test.size()) == test);
    CHECK(test > 50);
    for (const LabelledTexts* part : {&splits.train, &splits.validation, &splits.test}) {
      CHECK(part->labels.size() == part->texts.size());
      CHECK(part->classes.size() == 26);
      CHECK(part->classes.back() == "noun.time");
    }
  }
}

TEST_CASE("What is learned verbatim is not asked for") {
  std::vector<Synset> all = nouns(1'000);
  for (Synset& noun : all)
    noun.definition = "definition " + std::to_string(std::stoi(noun.offset) % 300);
  const TextSplits splits = definition_splits(all, WordNetSplit::offset);
  const std::set<std::string> train(splits.train.texts.begin(), splits.train.texts.end());
  CHECK(splits.test.size() > 0);
  for (const LabelledTexts* part : {&splits.validation, &splits.test}) {
    CHECK(part->labels.size() == part->texts.size());
    for (const std::string& text : part->texts) CHECK_FALSE(train.contains(text));
  }
  for (Synset& noun : all) noun.definition = "always the same";
  CHECK(definition_splits(all, WordNetSplit::offset).test.size() == 0);
  CHECK(definition_splits({}, WordNetSplit::hypernym).train.size() == 0);
}

}  // namespace primer::text
