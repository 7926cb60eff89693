#include "common/text/foldoc.hpp"

#include "common/io/file.hpp"
#include "common/io/gzip.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::text {

using testing::ContainsSubstring;
using testing::refusal;
using testing::TemporaryFolder;

namespace {

const std::string about = "00-database-info\nmade up for a test\n\n";
const std::string loop =
    "Loop\nCycle\n\n   See {Loop}, {goto\n   Statement}, {nobody wrote this} and {CYCLE}.\n\n";
const std::string jump = "goto statement\n\n   Makes a {loop}, a {  Loop } and a { brace\n\n";

std::string base64(std::size_t number) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result{digits[number % 64]};
  while ((number /= 64) > 0) result.insert(result.begin(), digits[number % 64]);
  return result;
}

std::string line(const std::string& name, std::size_t offset, const std::string& text) {
  return name + "\t" + base64(offset) + "\t" + base64(text.size()) + "\n";
}

std::string small_index() {
  return line("00-database-info", 0, about) + line("cycle", about.size(), loop) +
         line("goto statement", about.size() + loop.size(), jump) +
         line("loop", about.size(), loop);
}

std::string loading(const TemporaryFolder& folder, std::string_view index) {
  write_file_atomically(folder / "foldoc.index", index);
  return refusal([&] { load_foldoc(folder.path()); });
}

}  // namespace

TEST_CASE("Entries know what they refer to") {
  const TemporaryFolder folder;
  write_file_atomically(folder / "foldoc.dict.dz", compress_gzip(about + loop + jump));
  write_file_atomically(folder / "foldoc.index", small_index());
  const std::vector<FoldocEntry> entries = load_foldoc(folder.path());
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].headword == "Loop");
  CHECK(entries[0].text == loop);
  CHECK(entries[0].references == std::vector<std::int32_t>{1});  // not to itself by another name
  CHECK(entries[1].headword == "goto statement");
  CHECK(entries[1].references == std::vector<std::int32_t>{0});  // once
}

TEST_CASE("Anchors are kept or removed") {
  CHECK(plain_text("See {Unix}, {dot\nnet}.", Anchors::keep) == "See Unix, dot\nnet.");
  CHECK(plain_text("See {Unix}, {dot\nnet}.", Anchors::remove) == "See  ,  .");
  CHECK(plain_text("{}a{b", Anchors::keep) == "a{b");
  CHECK(plain_text("a}b{c}", Anchors::remove) == "a}b ");
  CHECK(plain_text("", Anchors::keep).empty());
}

TEST_CASE("An index that does not fit its dictionary is refused") {
  const TemporaryFolder folder;
  CHECK_THAT(refusal([&] { load_foldoc(folder.path()); }),
             ContainsSubstring("./primer data fetch foldoc"));
  const std::string dictionary = about + loop + jump;
  write_file_atomically(folder / "foldoc.dict.dz", compress_gzip(dictionary));
  CHECK_THAT(refusal([&] { load_foldoc(folder.path()); }),
             ContainsSubstring("foldoc.index: is missing"));
  CHECK(loading(folder, small_index()) == "ACCEPTED");
  CHECK_THAT(loading(folder, ""), ContainsSubstring("names no entry"));
  CHECK_THAT(loading(folder, line("00-database-info", 0, about)),
             ContainsSubstring("names no entry"));
  CHECK_THAT(loading(folder, small_index() + "\n"),
             ContainsSubstring("foldoc.index:5: is no line"));
  CHECK_THAT(loading(folder, "loop\tA\n"), ContainsSubstring("foldoc.index:1: is no line"));
  CHECK_THAT(loading(folder, "loop\tA\t!\n"), ContainsSubstring("no place"));
  CHECK_THAT(loading(folder, "loop\tA\t\n"), ContainsSubstring("no place"));
  CHECK_THAT(loading(folder, "loop\tA\t///////////////\n"), ContainsSubstring("no place"));
  CHECK_THAT(loading(folder, "loop\t////////\t////////\n"), ContainsSubstring("no place"));
  CHECK_THAT(loading(folder, line("loop", dictionary.size() - loop.size() + 1, loop)),
             ContainsSubstring("no place"));
  CHECK(loading(folder, line("loop", dictionary.size() - loop.size(), loop)) == "ACCEPTED");
  write_file_atomically(folder / "foldoc.dict.dz", compress_gzip(dictionary).substr(0, 60));
  CHECK_THAT(loading(folder, small_index()), ContainsSubstring("cut off"));
}

}  // namespace primer::text
