#include "common/text/plain_nouns.hpp"

#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::text {
namespace {

using testing::ContainsSubstring;
using testing::refusal;

std::vector<Synset> two_meanings() {
  return {{"00000011", 0, {"glass"}, {}, "a material"}, {"00000022", 0, {"glass"}, {}, "a vessel"}};
}

/// What load_plain_nouns() makes of this index of nouns, beside small ones of the other words.
std::vector<PlainNoun> plain_nouns(const std::string& nouns) {
  const testing::TemporaryFolder folder;
  write_file_atomically(folder / "index.noun", "  1 the licence\n" + nouns);
  write_file_atomically(folder / "index.verb", "run v 1 1 @ 1 0 00000099  \n");
  write_file_atomically(folder / "index.adj", "red a 1 0 1 0 00000098  \n");
  write_file_atomically(folder / "index.adv", "");
  return load_plain_nouns(two_meanings(), folder.path());
}

}  // namespace

TEST_CASE("A plain noun is nothing else and means what stands first") {
  const auto plain = plain_nouns(
      "glass n 2 3 @ ~ #m 2 1 00000022 00000011  \n"
      "glass_eye n 1 1 @ 1 0 00000011  \n"
      "red n 1 0 1 0 00000011  \n"
      "run n 1 0 1 0 00000011  \n"
      "sand n 1 0 1 0 00000011  \n");
  REQUIRE(plain.size() == 2);
  CHECK(plain[0].word == "glass");
  CHECK(plain[0].synset == 1);
  CHECK(plain[1].word == "sand");
  CHECK(plain[1].synset == 0);
}

TEST_CASE("An index that is damaged or missing or another version is refused") {
  CHECK_THAT(refusal([] { plain_nouns("glass n 2 3 @ ~\n"); }),
             ContainsSubstring("index.noun:2: is no line of WordNet's index"));
  CHECK_THAT(refusal([] { plain_nouns("sand n 1 0 1 0 00000033\n"); }),
             ContainsSubstring("means by 'sand' what is not in data.noun"));
  const testing::TemporaryFolder empty;
  CHECK_THAT(refusal([&] { load_plain_nouns(two_meanings(), empty.path()); }),
             ContainsSubstring("index.verb: is missing"));
}

}  // namespace primer::text
