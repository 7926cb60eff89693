#include "exercises/grader/reader/learner.hpp"

#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"
#include "exercises/grader/author/sync.hpp"
#include "exercises/grader/reader/progress.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;

const std::string stub = "int f() {\n  // Your code goes here.\n  throw NotImplemented();\n}\n";

/// A book of one exercise, 8.1.
struct Book {
  Book() {
    put("solutions/08_x/1_f/f.cpp", "int f() {\n  //! hole\n  return 1;\n  //! end\n}\n");
    put("solutions/08_x/1_f/task.md", "# F\n\n*10 points, for a start.*\n");
    put("solutions/08_x/1_f/hints.md",
        "## Hint 1\n\nOne.\n\n## Hint 2\n\nTwo.\n\n## Hint 3\n\nThree.\n\n## Compare\n\nLook.\n");
  }
  void put(const fs::path& file, const std::string& bytes) {
    fs::create_directories((folder / file.string()).parent_path());
    write_file_atomically(folder / file.string(), bytes);
  }
  Tree tree() const {
    return {folder / "exercises", folder / "solutions", folder / "progress.txt"};
  }
  Exercise exercise() const { return exercises_in(tree().exercises).at(0); }

  testing::TemporaryFolder folder;
};

}  // namespace

TEST_CASE("Hints come one by one and are remembered") {
  const Book book;
  hand_out(exercises_in(book.tree().solutions), book.tree().exercises);
  for (const int shown : {1, 2, 3, 3}) {
    show_hint(book.tree(), book.exercise());
    CHECK(read_progress(book.tree().progress).at("8.1").hints == shown);
  }
  write_progress(book.tree().progress, {{"8.1", {.points = 10, .max = 10, .hints = 3}}});
  show_hint(book.tree(), book.exercise());
  CHECK(read_progress(book.tree().progress).at("8.1").hints == 3);
}

TEST_CASE("A reset keeps what was written and needs no solutions") {
  const bool with_solutions = GENERATE(true, false);
  const Book book;
  hand_out(exercises_in(book.tree().solutions), book.tree().exercises);
  if (!with_solutions) fs::remove_all(book.tree().solutions);
  const fs::path file = book.tree().exercises / "08_x/1_f/f.cpp";
  CHECK(read_file(file) == stub);
  for (const char* backup : {"f.cpp.backup", "f.cpp.backup2"}) {
    write_file_atomically(file, backup);
    reset(book.tree(), book.exercise(), false);
    CHECK(read_file(file) == stub);
    CHECK(read_file(file.parent_path() / backup) == backup);
  }
  reset(book.tree(), book.exercise(), false);
  CHECK_FALSE(fs::exists(file.parent_path() / "f.cpp.backup3"));
  if (with_solutions) return;
  fs::remove_all(book.tree().exercises / ".stubs");
  CHECK_THAT(testing::refusal([&] { reset(book.tree(), book.exercise(), false); }),
             testing::ContainsSubstring("exercise 8.1"));
}

TEST_CASE("Progress survives lines that are none") {
  const testing::TemporaryFolder folder;
  write_file_atomically(folder / "p", "# Words\n8.1 5 of 10 hints 2\nnonsense\n4.2 3 von 9\n");
  const auto progress = read_progress(folder / "p");
  CHECK(progress.size() == 1);
  CHECK(progress.at("8.1").points == 5);
  CHECK(read_progress(folder / "none").empty());
}

TEST_CASE("Exercises go by many names") {
  const Book book;
  const auto all = exercises_in(book.tree().solutions);
  REQUIRE(all.size() == 1);
  CHECK(all[0].number == "8.1");
  CHECK(all[0].title == "F");
  CHECK(all[0].points == 10);
  for (const char* name : {"8", "08", "8.1", "08.1", "x", "f", "08_x", "08_x/1_f",
                           "exercises/08_x/1_f/", "./exercises/08_x/1_f/f.cpp"}) {
    INFO(name);
    CHECK(choose(all, {name}).size() == 1);
  }
  CHECK(choose(all, {}).size() == 1);
  CHECK(choose(all, {"8", "8.1", "f"}).size() == 1);
  CHECK_THROWS(choose(all, {"9"}));
}

}  // namespace primer::grader
