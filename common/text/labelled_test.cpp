#include "common/text/labelled.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <stdexcept>

#include "common/io/file.hpp"
#include "common/io/gzip.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::text {

using testing::ContainsSubstring;
using testing::refusal;
using testing::TemporaryFolder;

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

/// Texts "0", "1", …; class k has sizes[k] of them, mixed.
LabelledTexts some_texts(const std::vector<int>& sizes) {
  LabelledTexts texts;
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    texts.classes.push_back("class " + std::to_string(k));
    texts.labels.insert(texts.labels.end(), static_cast<std::size_t>(sizes[k]),
                        static_cast<std::int32_t>(k));
  }
  std::shuffle(texts.labels.begin(), texts.labels.end(), std::mt19937(1));
  for (std::size_t i = 0; i < texts.labels.size(); ++i) texts.texts.push_back(std::to_string(i));
  return texts;
}

LabelledTexts table(const TemporaryFolder& folder, std::string_view bytes,
                    const char* name = "t.tsv") {
  write_file_atomically(folder / name, bytes);
  return read_labelled_table(folder / name);
}

std::string reading(const TemporaryFolder& folder, std::string_view bytes,
                    const char* name = "t.tsv") {
  return refusal([&] { table(folder, bytes, name); });
}

}  // namespace

TEST_CASE("Few labels give each class its share") {
  const std::vector<int> sizes = {500, 300, 150, 47, 3, 0};
  const LabelledTexts texts = some_texts(sizes);
  for (const std::int64_t count : {0, 1, 10, 100, 333, 1'000}) {
    INFO(count);
    const LabelledTexts few = few_labels(texts, count, 5);
    REQUIRE(few.size() == count);
    CHECK(few.classes == texts.classes);
    std::vector<int> got(sizes.size());
    for (std::size_t i = 0; i < few.texts.size(); ++i) {
      CHECK(few.labels[i] == texts.labels[std::stoul(few.texts[i])]);
      ++got[static_cast<std::size_t>(few.labels[i])];
    }
    for (std::size_t k = 0; k < sizes.size(); ++k)
      CHECK(std::abs(got[k] - sizes[k] * double(count) / 1'000) <= 1);
    CHECK(std::set<std::string>(few.texts.begin(), few.texts.end()).size() == few.texts.size());
  }
}

TEST_CASE("More labels are the fewer ones and others") {
  const LabelledTexts texts = some_texts({50, 30, 20});
  const Words all = few_labels(texts, 60, 8).texts;
  const std::set<std::string> more(all.begin(), all.end());
  for (std::int64_t count = 0; count < 60; ++count) {
    for (const std::string& text : few_labels(texts, count, 8).texts) CHECK(more.contains(text));
  }
  CHECK(few_labels(texts, 60, 8).texts == all);
  CHECK(few_labels(texts, 60, 9).texts != all);
  CHECK_FALSE(std::ranges::is_sorted(few_labels(texts, 60, 8).labels));
}

TEST_CASE("More labels than texts are refused") {
  CHECK_THAT(refusal([] {
               few_labels(some_texts({2, 2}), 5, 1);
             }),
             ContainsSubstring("4 texts are too few for 5 labels"));
  CHECK_THROWS_AS(few_labels(some_texts({2}), -1, 1), std::invalid_argument);
  CHECK(few_labels({}, 0, 1).size() == 0);
}

TEST_CASE("A folder of folders gives a class for each") {
  const TemporaryFolder folder;
  for (const char* name : {"pos", "neg", "unsup", ".hidden", "pos/deeper"})
    fs::create_directories(folder / name);
  write_file_atomically(folder / "pos/2.txt", "good\n");
  write_file_atomically(folder / "pos/10.txt", "");
  write_file_atomically(folder / "pos/.swp", "hidden");
  write_file_atomically(folder / "neg/1.txt", "bad \xff");
  write_file_atomically(folder / "unsup/1.txt", "who knows");
  write_file_atomically(folder / "readme", "no class");
  const LabelledTexts texts = read_class_folders(folder.path());
  CHECK(texts.classes == Words{"neg", "pos"});
  CHECK(texts.texts == Words{"bad \xff", "", "good\n"});
  CHECK(texts.labels == std::vector<std::int32_t>{0, 1, 1});

  fs::create_directories(folder / "neutral");
  CHECK_THAT(refusal([&] { read_class_folders(folder.path()); }),
             ContainsSubstring("neutral: holds no text"));
  CHECK_THAT(refusal([&] { read_class_folders(folder / "pos"); }),
             ContainsSubstring("deeper: holds no text"));
  CHECK_THAT(refusal([&] { read_class_folders(folder / "neg"); }),
             ContainsSubstring("holds 0 folders with texts"));
  CHECK_THAT(refusal([&] { read_class_folders(folder / "nowhere"); }),
             ContainsSubstring("cannot be read"));
  CHECK_THAT(refusal([&] { read_class_folders(folder / "readme"); }),
             ContainsSubstring("cannot be read"));
}

TEST_CASE("A table with tabs is read as SST-2 has it") {
  const TemporaryFolder folder;
  const std::string bytes = "sentence\tlabel\nit 's \"good\t1\nbad , really\t0\n\"\"\t1";
  LabelledTexts texts = table(folder, bytes);
  CHECK(texts.texts == Words{"it 's \"good", "bad , really", "\"\""});
  CHECK(texts.labels == std::vector<std::int32_t>{1, 0, 1});
  CHECK(texts.classes == Words{"0", "1"});
  CHECK(table(folder, compress_gzip(bytes), "t.tsv.gz").texts == texts.texts);

  texts =
      table(folder, "\xef\xbb\xbfid\tclass\ttext\r\n7\t10\tone\r\n\r\n8\t9\ttwo\r\n9\t10\t\r\n");
  CHECK(texts.texts == Words{"one", "two", ""});
  CHECK(texts.classes == Words{"9", "10"});  // by number
  CHECK(texts.labels == std::vector<std::int32_t>{1, 0, 1});
  CHECK(table(folder, "text\tlabel\na\t10\nb\t9\nc\tx\n").classes == Words{"10", "9", "x"});
}

TEST_CASE("A table with commas has quotes") {
  const TemporaryFolder folder;
  const LabelledTexts texts =
      table(folder,
            "\"review\",sentiment\r\n\"one, two\",pos\r\n\"say \"\"hi\"\"\nto all\",neg\r\n"
            "plain \"quote\",\"pos\"\r\n\"\",neg",
            "t.csv");
  CHECK(texts.texts == Words{"one, two", "say \"hi\"\nto all", "plain \"quote\"", ""});
  CHECK(texts.classes == Words{"neg", "pos"});
  CHECK(texts.labels == std::vector<std::int32_t>{1, 0, 1, 0});
}

TEST_CASE("What is wrong in a table is said with its line") {
  const TemporaryFolder folder;
  CHECK_THAT(reading(folder, ""), ContainsSubstring("t.tsv:1: is empty"));
  CHECK_THAT(reading(folder, "\n\n"), ContainsSubstring("is empty"));
  CHECK_THAT(reading(folder, "sentence\tlabel\n"), ContainsSubstring("there is no text"));
  CHECK_THAT(reading(folder, "index\tsentence\n1\tx\n"),
             ContainsSubstring("no column with labels"));
  CHECK_THAT(reading(folder, "good\t1\n"), ContainsSubstring("no column with texts"));
  CHECK_THAT(reading(folder, "sentence\tlabel\na\t1\nb\n"),
             ContainsSubstring("t.tsv:3: 1 fields, not 2"));
  CHECK_THAT(reading(folder, "sentence\tlabel\na\t1\n\nb\t2\t3\n"),
             ContainsSubstring("t.tsv:4: 3 fields, not 2"));
  CHECK_THAT(reading(folder, "sentence\tlabel\na\t\n"),
             ContainsSubstring("t.tsv:2: the label is missing"));
  CHECK_THAT(reading(folder, "text,label\n\"a\nb\",1\n\"c,1\n", "t.csv"),
             ContainsSubstring("t.csv:4: a quote does not end"));
  CHECK_THAT(reading(folder, "text,label\n\"a\"b,1\n", "t.csv"),
             ContainsSubstring("t.csv:2: something follows"));
  CHECK_THAT(refusal([&] { read_labelled_table(folder / "none"); }),
             ContainsSubstring("cannot be read"));
}

TEST_CASE("Random bytes in a table are refused or read") {
  const TemporaryFolder folder;
  std::mt19937 draw(3);
  const std::string signs = "ab\t,\"\n\r1 \xff";
  for (int round = 0; round < 2'000; ++round) {
    std::string bytes = "text,label\n";
    for (std::size_t length = draw() % 20; length > 0; --length)
      bytes += signs[draw() % signs.size()];
    const std::string said = reading(folder, bytes, "r.csv");
    if (said.find("SEVERAL LINES") != std::string::npos) FAIL(said);
    if (said != "ACCEPTED") continue;
    const LabelledTexts texts = read_labelled_table(folder / "r.csv");
    CHECK(texts.labels.size() == texts.texts.size());
  }
}

}  // namespace primer::text
