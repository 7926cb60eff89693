#include "exercises/grader/class/submission.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"
#include "exercises/grader/testing/two_exercises.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;
using enum Verdict;

/// A submission in a folder of its own.
struct Folder {
  testing::TemporaryFolder folder;

  void put(const std::string& path, const std::string& bytes) const {
    fs::create_directories((folder / path).parent_path());
    write_file_atomically(folder / path, bytes);
  }
  Submission read(const ReadLimits& limits = {}) const {
    return read_submission({"ann", {folder.path()}}, two_exercises, "/nowhere", limits);
  }
};

}  // namespace

TEST_CASE("A folder is read at whatever depth the exercises are") {
  for (const std::string prefix : {"", "hw1/", "ann/hw 1/Übung/"}) {
    const Folder ann;
    ann.put(prefix + f, "int f;");
    ann.put(prefix + h, std::string("\xff\0", 2));
    ann.put(prefix + "exercises/08_x/1_f/h_checks.cpp", "no");
    ann.put(prefix + ".history/" + f, "old");
    ann.put(prefix + "exercises/.stubs/08_x/1_f/f.cpp", "stub");
    ann.put("__MACOSX/" + f, "junk");
    ann.put(prefix + "exercises/08_x/1_f/._f.cpp", "junk");
    const Submission read = ann.read();
    CHECK(read.remark.empty());
    CHECK(read.files[0].text == "int f;");
    CHECK(read.files[1].text == std::string("\xff\0", 2));
  }
}

TEST_CASE("What is not there was not submitted") {
  const Folder ann;
  ann.put(f, "");
  const Submission read = ann.read();
  CHECK(read.files[0].text == "");
  CHECK_FALSE(read.files[1].text);
  CHECK(read.files[1].verdict == not_implemented);
  CHECK(read.files[1].reason == "not submitted: there is no " + h);
}

TEST_CASE("A file that is none is forbidden and nobody waits for it") {
  SECTION("a folder") {
    const Folder ann;
    fs::create_directories(ann.folder / f);
    CHECK_THAT(ann.read().files[0].reason, testing::ContainsSubstring("a folder"));
    CHECK(ann.read().files[0].verdict == forbidden);
  }
  SECTION("a pipe") {
    const Folder ann;
    ann.put(h, "ok");
    fs::create_directories((ann.folder / f).parent_path());
    REQUIRE(::mkfifo((ann.folder / f).c_str(), 0600) == 0);
    CHECK_THAT(ann.read().files[0].reason, testing::ContainsSubstring("no regular file"));
    CHECK(ann.read().files[1].text == "ok");
  }
  SECTION("100 MB") {
    const Folder ann;
    ann.put(f, "");
    fs::resize_file(ann.folder / f, 100'000'000);
    CHECK_THAT(ann.read().files[0].reason, testing::ContainsSubstring("more than 1048576 bytes"));
    fs::resize_file(ann.folder / f, 1 << 20);
    CHECK(ann.read().files[0].text);
  }
}

TEST_CASE("Links are not followed whichever part of a path they are") {
  const Folder elsewhere;
  elsewhere.put(f, "secret");
  const auto first = [](const Folder& ann) { return ann.read().files[0]; };
  SECTION("the file") {
    const Folder ann;
    fs::create_directories((ann.folder / f).parent_path());
    fs::create_symlink(elsewhere.folder / f, ann.folder / f);
    CHECK(first(ann).verdict == forbidden);
    CHECK_FALSE(first(ann).text);
  }
  SECTION("its folder") {
    const Folder ann;
    fs::create_directories(ann.folder / "exercises/08_x");
    fs::create_directory_symlink(elsewhere.folder / "exercises/08_x/1_f",
                                 ann.folder / "exercises/08_x/1_f");
    CHECK(first(ann).verdict == forbidden);
    CHECK_THAT(first(ann).reason, testing::ContainsSubstring("08_x/1_f is a link"));
    CHECK(ann.read().files[1].verdict == not_implemented);
  }
  SECTION("the whole tree") {
    const Folder ann;
    fs::create_directory_symlink(elsewhere.folder / "exercises", ann.folder / "exercises");
    CHECK(first(ann).verdict == forbidden);
  }
  SECTION("a folder above that") {
    const Folder ann;
    fs::create_directory_symlink(elsewhere.folder.path(), ann.folder / "hw");
    CHECK(first(ann).verdict == not_implemented);
  }
  SECTION("the submission itself") {
    const testing::TemporaryFolder all;
    fs::create_directory_symlink(elsewhere.folder.path(), all / "ann");
    const Submission read = read_submission({"ann", {all / "ann"}}, two_exercises, "/nowhere");
    CHECK_THAT(read.remark, testing::ContainsSubstring("a link"));
    CHECK(read.files[0].verdict == forbidden);
  }
  SECTION("a loop") {
    const Folder ann;
    ann.put(f, "int f;");
    fs::create_directory_symlink(".", ann.folder / "again");
    CHECK(first(ann).text == "int f;");
  }
}

TEST_CASE("An exercise that is there twice is forbidden and its neighbour is not") {
  const Folder ann;
  ann.put("new/" + f, "int f = 2;");
  ann.put("old/" + f, "int f = 1;");
  ann.put("new/" + h, "int h;");
  const Submission read = ann.read();
  CHECK(read.files[0].verdict == forbidden);
  CHECK_THAT(read.files[0].reason, testing::ContainsSubstring("new/" + f + " and as old/" + f));
  CHECK(read.files[1].text == "int h;");
}

TEST_CASE("What is missing is named and where a file of its name stands") {
  const Folder ann;
  ann.put("08_x/f.cpp", "int f;");
  const Submission read = ann.read();
  CHECK(read.files[0].verdict == not_implemented);
  CHECK(read.files[0].reason == "not submitted: there is no " + f + ", but a 08_x/f.cpp");
  CHECK(read.files[1].reason == "not submitted: there is no " + h);
}

TEST_CASE("A folder without end is given up") {
  const Folder ann;
  ann.put(f, "int f;");
  for (int i = 0; i < 30; ++i) ann.put("many/" + std::to_string(i), "");
  CHECK(ann.read({.entries = 40}).files[0].text);
  CHECK_THAT(ann.read({.entries = 30}).remark, testing::ContainsSubstring("more than 30"));
  CHECK(ann.read({.entries = 30}).files[0].verdict == forbidden);
  CHECK_THAT(ann.read({.depth = 3}).remark, testing::ContainsSubstring("without end"));
}

TEST_CASE("Two submissions of one name are both refused") {
  const Submission read =
      read_submission({"ann", {"in/ann", "in/ann.zip"}}, two_exercises, "/nowhere");
  CHECK_THAT(read.remark, testing::ContainsSubstring("ann and ann.zip"));
  for (const SubmittedFile& file : read.files) CHECK(file.verdict == forbidden);
}

TEST_CASE("Reports that lie in a submission are none of it") {
  const Folder ann;
  ann.put(f, "int f;");
  ann.put("out/" + f, "not this");
  const Submission read =
      read_submission({"ann", {ann.folder.path()}}, two_exercises, ann.folder / "out");
  CHECK(read.files[0].text == "int f;");
}

}  // namespace primer::grader
