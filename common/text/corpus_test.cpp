#include "common/text/corpus.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <random>
#include <stdexcept>

#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"
#include "common/text/tokenizer.hpp"

namespace primer::text {

using testing::ContainsSubstring;
using testing::refusal;
using testing::TemporaryFolder;

namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

fs::path written(const TemporaryFolder& folder, std::string_view text) {
  write_file_atomically(folder / "text", text);
  return folder / "text";
}

Lines lines_of(const fs::path& path, ByteRange range = {}) {
  Lines lines;
  LineReader reader(path, range);
  for (std::string_view line; reader.next(line);) lines.emplace_back(line);
  return lines;
}

Lines lines_in_parts(const fs::path& path, int parts) {
  Lines lines;
  for (const ByteRange range : divide_file(path, parts)) {
    for (const std::string& line : lines_of(path, range)) lines.push_back(line);
  }
  return lines;
}

/// Sentences of words w0 … w99, some lines empty, some long.
std::string random_text(std::size_t lines, std::uint32_t seed) {
  std::mt19937 draw(seed);
  std::string text;
  for (std::size_t line = 0; line < lines; ++line) {
    for (std::size_t words = draw() % 50 == 0 ? 2'500 : draw() % 9; words > 0; --words) {
      text += 'w';
      text += std::to_string(draw() % 10 * (draw() % 11));
      text += draw() % 7 == 0 ? ", " : " ";
    }
    text += draw() % 5 == 0 ? "\r\n" : "\n";
  }
  return text;
}

/// The same as a SentenceReader gives, by the plain way.
std::vector<std::vector<std::int32_t>> sentences_in(const std::string& text,
                                                    const Vocabulary& words) {
  std::vector<std::vector<std::int32_t>> sentences;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    bool open = false;
    for (const std::string& token : tokenize(text.substr(begin, end - begin))) {
      if (words.id(token) == Vocabulary::unknown) continue;
      if (!open || sentences.back().size() == 1'000) sentences.emplace_back();
      sentences.back().push_back(words.id(token));
      open = true;
    }
    begin = end + 1;
  }
  return sentences;
}

}  // namespace

TEST_CASE("A file is read line by line") {
  const TemporaryFolder folder;
  CHECK(lines_of(written(folder, "")) == Lines{});
  CHECK(lines_of(written(folder, "\n")) == Lines{""});
  CHECK(lines_of(written(folder, "one")) == Lines{"one"});
  CHECK(lines_of(written(folder, "one\n")) == Lines{"one"});
  CHECK(lines_of(written(folder, "one\r\n\ntwo\n\nthree\r")) ==
        Lines{"one", "", "two", "", "three"});
  CHECK(lines_of(written(folder, std::string_view("a\0b\n\xff", 5))) ==
        Lines{std::string("a\0b", 3), "\xff"});
}

TEST_CASE("Parts of a file hold each line once") {
  const TemporaryFolder folder;
  const std::string text = "one\ntwo\n\n\nthree and four\nfive";
  const fs::path path = written(folder, text);
  const Lines all = lines_of(path);
  CHECK(all.size() == 6);
  for (int parts = 1; parts < 40; ++parts) {
    INFO(parts);
    CHECK(lines_in_parts(path, parts) == all);
  }
  for (std::uint64_t cut = 0; cut <= text.size() + 1; ++cut) {
    INFO(cut);
    Lines both = lines_of(path, {0, cut});
    for (const std::string& line : lines_of(path, {cut, text.size()})) both.push_back(line);
    CHECK(both == all);
  }
  CHECK(lines_of(path, {3, 4}) == Lines{});
  CHECK(lines_of(path, {4, 5}) == Lines{"two"});
  CHECK(lines_of(path, {100, 200}) == Lines{});
  CHECK_THROWS_AS(divide_file(path, 0), std::invalid_argument);
}

TEST_CASE("Lines go across the ends of blocks") {
  const TemporaryFolder folder;
  for (const std::size_t length :
       {block_bytes - 2, block_bytes - 1, block_bytes, block_bytes + 1}) {
    INFO(length);
    std::string first(length, 'x');
    first[length / 2] = '\n';  // so that each block has a line break
    const fs::path path = written(folder, first + "\nnext\n" + first);
    const Lines lines = lines_of(path);
    REQUIRE(lines.size() == 5);
    CHECK(lines[0].size() == length / 2);
    CHECK(lines[1].size() == length - length / 2 - 1);
    CHECK(lines[2] == "next");
    CHECK(lines[4] == lines[1]);
    CHECK(lines_in_parts(path, 3) == lines);
  }
}

TEST_CASE("One line longer than memory would like is cut at blanks") {
  const TemporaryFolder folder;
  std::string text;
  while (text.size() < 5 * block_bytes) text += "word" + std::to_string(text.size()) + " ";
  const fs::path path = written(folder, text);
  const Lines lines = lines_of(path);
  CHECK(lines.size() == 6);
  std::string joined;
  for (const std::string& line : lines) {
    CHECK(line.size() <= 2 * block_bytes);
    joined += line + ' ';
  }
  joined.pop_back();
  CHECK(joined == text);
  for (const int parts : {2, 3, 7, 11}) CHECK(lines_in_parts(path, parts) == lines);
}

TEST_CASE("A word longer than a block is cut too") {
  const TemporaryFolder folder;
  const fs::path path = written(folder, std::string(3 * block_bytes + 7, 'x'));
  const Lines lines = lines_of(path);
  REQUIRE(lines.size() == 4);
  CHECK(lines[0].size() == block_bytes - 1);
  CHECK(lines[3].size() == 7);
  CHECK(lines_in_parts(path, 5) == lines);
}

TEST_CASE("A reader says how far it is") {
  const TemporaryFolder folder;
  LineReader reader(written(folder, "one\r\n\nthree"));
  std::string_view line;
  CHECK(reader.position() == 0);
  reader.next(line);
  CHECK(reader.position() == 5);
  reader.next(line);
  CHECK(reader.position() == 6);
  reader.next(line);
  CHECK(reader.position() == 11);
  CHECK_FALSE(reader.next(line));
  CHECK(reader.position() == 11);
  LineReader moved = std::move(reader);
  CHECK_FALSE(moved.next(line));
}

TEST_CASE("What is no file to read is refused") {
  const TemporaryFolder folder;
  CHECK_THAT(refusal([&] { lines_of(folder / "nowhere"); }), ContainsSubstring("cannot be read"));
  CHECK_THAT(refusal([&] { lines_of(folder.path()); }), ContainsSubstring("is a folder"));
  CHECK_THAT(refusal([&] { count_words("/dev/null", 1, 1); }),
             ContainsSubstring("not a regular file"));
  const fs::path pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK_THAT(refusal([&] { lines_of(pipe); }), ContainsSubstring("not a regular file"));
}

TEST_CASE("A file that changes while it is read is refused") {
  const TemporaryFolder folder;
  std::string text;
  while (text.size() < 3 * block_bytes) text += "line\n";
  const auto reading = [&](const std::function<void(const fs::path&)>& change) {
    const fs::path path = written(folder, text);
    return refusal([&] {
      LineReader reader(path);
      std::string_view line;
      reader.next(line);
      change(path);
      while (reader.next(line)) {
      }
    });
  };
  CHECK(reading([](const fs::path&) {}) == refusal([] {}));
  const auto changed = ContainsSubstring("changed while it was read");
  CHECK_THAT(reading([](const fs::path& path) { fs::resize_file(path, 100); }), changed);
  CHECK_THAT(reading([](const fs::path& path) { std::ofstream(path, std::ios::app) << "more\n"; }),
             changed);
  CHECK_THAT(reading([](const fs::path& path) {
               fs::last_write_time(path, fs::file_time_type::clock::now() + std::chrono::hours(1));
             }),
             changed);
}

TEST_CASE("Sentences are read as ids and long ones are cut") {
  const TemporaryFolder folder;
  const std::string text = random_text(800, 1);
  const fs::path path = written(folder, text);
  WordCounts counts;
  for_each_token(text, [&](std::string_view token) { counts.add(token); });
  for (const std::int64_t min_count : {1, 500, 1'000'000}) {
    const Vocabulary words(counts, min_count);
    const auto expected = sentences_in(text, words);
    SentenceReader reader(path, words);
    std::vector<std::int32_t> sentence;
    for (const auto& one : expected) {
      REQUIRE(reader.next(sentence));
      CHECK(sentence == one);
    }
    CHECK_FALSE(reader.next(sentence));
    CHECK(reader.position() == text.size());
  }
}

TEST_CASE("Words are counted by any number of threads alike") {
  const TemporaryFolder folder;
  const std::string text = random_text(3'000, 2);
  const fs::path path = written(folder, text);
  WordCounts counts;
  for_each_token(text, [&](std::string_view token) { counts.add(token); });
  const Vocabulary expected(counts, 2'000);
  CHECK(expected.dropped_words() > 0);
  for (const int threads : {1, 2, 3, 8}) CHECK(count_words(path, 2'000, threads) == expected);
  CHECK_THROWS_AS(count_words(path, 2'000, 0), std::invalid_argument);
}

TEST_CASE("A corpus in memory holds what a reader gives") {
  const TemporaryFolder folder;
  const std::string text = random_text(3'000, 3);
  const fs::path path = written(folder, text);
  const Vocabulary words = count_words(path, 2'000, 1);
  const auto expected = sentences_in(text, words);
  for (const int threads : {1, 2, 5}) {
    const std::optional<Corpus> corpus = read_corpus(path, words, threads);
    REQUIRE(corpus);
    REQUIRE(corpus->size() == static_cast<std::int64_t>(expected.size()));
    CHECK(static_cast<std::int64_t>(corpus->ids.size()) == words.total());
    for (std::size_t s = 0; s < expected.size(); ++s) {
      const auto sentence = corpus->sentence(static_cast<std::int64_t>(s));
      CHECK(std::vector<std::int32_t>(sentence.begin(), sentence.end()) == expected[s]);
    }
  }
  CHECK(read_corpus(path, words, 2, words.total()));
  CHECK_FALSE(read_corpus(path, words, 2, words.total() - 1));

  WordCounts few;  // the vocabulary of a shorter text
  few.add(words.word(0));
  CHECK_FALSE(read_corpus(path, Vocabulary(few), 2, 10));
}

TEST_CASE("An empty corpus has no words and no sentences") {
  const TemporaryFolder folder;
  for (const char* text : {"", "\n", " \n\n ... \n"}) {
    const fs::path path = written(folder, text);
    const Vocabulary words = count_words(path, 1, 2);
    CHECK(words.size() == 0);
    const std::optional<Corpus> corpus = read_corpus(path, words, 2);
    REQUIRE(corpus);
    CHECK(corpus->size() == 0);
    CHECK(corpus->ids.empty());
  }
  CHECK(Corpus().size() == 0);
}

}  // namespace primer::text
