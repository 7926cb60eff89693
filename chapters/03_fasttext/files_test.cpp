// Models of fastText's own, whole and damaged. twin.py --golden made the fixtures.

#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>

#include "chapters/03_fasttext/fasttext.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::chapter {
namespace {

using testing::Approx;

const std::filesystem::path fixtures =
    PRIMER_SOURCE_DIR "/chapters/03_fasttext";

std::string refusal_of(const std::filesystem::path& path) {
  try {
    load_vectors(path, {});
    return "ACCEPTED";
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("A model of fastText gives the vectors that fastText says") {
  std::ifstream lines(fixtures / "tiny.tsv");
  std::vector<std::string> words;
  std::vector<std::vector<float>> expected;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string word;
    std::getline(fields, word, '\t');
    words.push_back(word);
    expected.emplace_back();
    for (float value = 0; fields >> value;) expected.back().push_back(value);
  }
  REQUIRE(words.size() > 5);
  const auto [table, known] = load_vectors(fixtures / "tiny.bin", words);
  CHECK(known < table.size());  // some words of the list are not in the model
  const text::WordVectors vectors(table);
  for (std::size_t w = 0; w < words.size(); ++w) {
    INFO(words[w]);
    const auto row = table.row(vectors.at(words[w]));
    REQUIRE(row.size() == expected[w].size());
    for (std::size_t d = 0; d < row.size(); ++d) {
      CHECK(row[d] == Approx(expected[w][d]).epsilon(1e-4).margin(1e-9));
    }
  }
}

TEST_CASE("A model that is cut off anywhere is refused in one line") {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "cut.bin";
  const std::string whole = read_file(fixtures / "tiny.bin");
  // From its table on, nobody looks at what is behind: outputs are not needed
  const std::size_t outputs = 8 * 100;
  for (std::size_t length = 4; length + outputs < whole.size(); ++length) {
    write_file_atomically(path, whole.substr(0, length));
    const std::string refusal = refusal_of(path);
    CHECK(refusal.find("ends within its") != refusal.npos);
  }
}

TEST_CASE(
    "Models that say what cannot be are refused before memory is asked for") {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "model.bin";
  const std::string whole = read_file(fixtures / "tiny.bin");
  const auto with = [&](std::size_t at, auto value) {
    std::string bytes = whole;
    std::memcpy(&bytes[at], &value, sizeof value);
    write_file_atomically(path, bytes);
    return refusal_of(path);
  };
  constexpr std::size_t version = 4, dimensions = 8, buckets = 40, words = 64,
                        labels = 72, pruned = 84;
  CHECK(with(version, std::int32_t{99}).find("version 99") !=
        std::string::npos);
  CHECK(with(dimensions, std::int32_t{1 << 30}).find("numbers of") !=
        std::string::npos);
  CHECK(with(dimensions, std::int32_t{-4}).find("numbers of") !=
        std::string::npos);
  CHECK(with(buckets, std::int32_t{2'000'000'000}).find("numbers of") !=
        std::string::npos);
  CHECK(with(words, std::int32_t{2'000'000'000}) != "ACCEPTED");
  CHECK(with(labels, std::int32_t{2}).find("classifier") != std::string::npos);
  CHECK(with(pruned, std::int64_t{7}).find("pruned") != std::string::npos);
  CHECK(with(0, std::int32_t{5}) != "ACCEPTED");
  CHECK(refusal_of(fixtures / "no such file") != "ACCEPTED");
}

TEST_CASE("A number that is not finite is refused") {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "model.bin";
  std::string bytes = read_file(fixtures / "tiny.bin");
  const auto [table, known] = load_vectors(fixtures / "tiny.bin", {});
  // The rows of all words stand first in the table; find them by their sizes
  const float nan = std::nanf("");
  for (std::size_t at = 92; at + 16 < bytes.size(); ++at) {
    std::int64_t rows = 0, columns = 0;
    std::memcpy(&rows, &bytes[at], sizeof rows);
    std::memcpy(&columns, &bytes[at + 8], sizeof columns);
    if (columns != table.dimensions || rows < known || rows > 10'000) continue;
    std::memcpy(&bytes[at + 16], &nan, sizeof nan);
    write_file_atomically(path, bytes);
    CHECK(refusal_of(path).find("not finite") != std::string::npos);
    return;
  }
  FAIL("no table was found");
}

}  // namespace primer::chapter
