// Pieces and rows beside fastText's own, which twin.py --golden has asked for them.

#include <fstream>
#include <sstream>

#include "chapters/03_fasttext/fasttext.hpp"
#include "common/testing/catch.hpp"

namespace primer::chapter {
namespace {

using Strings = std::vector<std::string>;

/// The fields of each line, what kind of line it is first.
std::vector<Strings> golden() {
  std::ifstream file(PRIMER_SOURCE_DIR "/chapters/03_fasttext/golden.tsv");
  std::vector<Strings> lines;
  for (std::string line; std::getline(file, line);) {
    std::istringstream rest(line + '\t');
    lines.emplace_back();
    for (std::string field; std::getline(rest, field, '\t');) {
      lines.back().push_back(field);
    }
  }
  return lines;
}

/// A vocabulary of these words in this order.
text::Vocabulary vocabulary_of(std::span<const std::string> words) {
  text::WordCounts counts;
  auto times = std::ssize(words);
  for (const std::string& word : words) counts.add(word, times--);
  return text::Vocabulary(counts);
}

}  // namespace

TEST_CASE("Words have the pieces and the rows that fastText gives them") {
  text::Vocabulary vocabulary;
  Grams grams;
  int compared = 0;
  for (const Strings& line : golden()) {
    if (line[0] == "vocabulary") {
      vocabulary = vocabulary_of(std::span(line).subspan(1));
    }
    if (line[0] == "grams") {
      grams = {std::stoi(line[1]), std::stoi(line[2]), std::stoll(line[3])};
    }
    if (line[0] != "rows") continue;
    const std::string& word = line[1];
    INFO(word << ", " << grams.shortest << " to " << grams.longest);
    Strings pieces;
    std::vector<std::int32_t> rows;
    for (std::size_t f = 2; f + 1 < line.size(); f += 2) {
      pieces.push_back(line[f]);
      rows.push_back(std::stoi(line[f + 1]));
    }
    if (vocabulary.contains(word)) {
      CHECK(pieces.front() == word);
      pieces.erase(pieces.begin());
    }
    CHECK(grams_of(word, grams) == pieces);
    CHECK(Subwords(vocabulary, grams).of(word) == rows);
    ++compared;
  }
  CHECK(compared >= 60);
}

TEST_CASE("Pairs of words lie in the buckets in which fastText has them") {
  int compared = 0;
  std::int64_t buckets = 0;
  for (const Strings& line : golden()) {
    if (line[0] == "pairs") buckets = std::stoll(line[1]);
    if (line[0] != "pair") continue;
    INFO(line[1] << " " << line[2]);
    CHECK(pair_bucket(fnv1a(line[1]), fnv1a(line[2]), buckets) ==
          std::stoll(line[3]));
    ++compared;
  }
  CHECK(compared >= 6);
}

}  // namespace primer::chapter
