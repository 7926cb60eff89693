#include "common/testing/catch.hpp"
//
#include "book/course.hpp"
#include "book/glossary.hpp"
#include "book/testing.hpp"
#include "common/testing/files.hpp"

namespace primer::book {
namespace {

std::vector<std::string> ids(const std::vector<Stop>& stops) {
  std::vector<std::string> ids;
  for (const Stop& stop : stops) ids.push_back(stop.id);
  return ids;
}

}  // namespace

TEST_CASE("The course is read from its folders") {
  const testing::TemporaryFolder folder;
  write_files(folder.path(), small_book());
  const Course course = read_course(folder.path(), small_description);
  REQUIRE(course.chapters.size() == 2);
  const Chapter &one = course.chapters[0], &two = course.chapters[1];
  CHECK(one.number == 2);
  CHECK(one.seconds == 90);
  CHECK(one.pages.at(0).id == "ch02-one");
  CHECK(two.builds_on == std::vector<std::string>{"02_one"});
  CHECK(two.data == std::vector<std::string>{"fashion-mnist"});
  CHECK(two.summary == "twice two");
  CHECK(two.pages.at(1).title == "More");
  CHECK(two.headers.at(0).id == "ch05-two-hpp");
  CHECK(two.exercises.at(0).number == "5.1");
  CHECK(two.exercises.at(0).about == "10 points, build.");
  CHECK(two.points() == 10);
  CHECK(course.chapter("05_two") == &two);
  CHECK(course.chapter("06_three") == nullptr);
}

TEST_CASE("Parts are those that have chapters") {
  const testing::TemporaryFolder folder;
  write_files(folder.path(), small_book());
  const Course course = read_course(folder.path(), small_description);
  REQUIRE(course.parts.size() == 2);
  CHECK(course.parts[1].title == "The rest");
  CHECK(course.parts[1].about == "About\nthat.\n");
  CHECK(course.parts[1].chapters == std::vector<std::size_t>{1});
}

TEST_CASE("A chapter in no part or in two is refused") {
  const testing::TemporaryFolder folder;
  write_files(folder.path(), small_book());
  const auto refused = [&](const std::string& parts) {
    write_files(folder.path(), {{"book/parts.txt", parts}});
    return testing::refusal([&] { read_course(folder.path(), small_description); });
  };
  CHECK(refused("I 1 3 First\n") ==
        "book/parts.txt: 05_two comes into 0 parts; let the numbers of exactly one part, FIRST to "
        "LAST, reach it");
  CHECK(refused("I 1 5 First\n\nII 2 2 Second\n")
            .starts_with("book/parts.txt: 02_one comes into 2 parts; "));
  CHECK(refused("# Head\n\nI 1\n").starts_with("book/parts.txt:3: begins no part; "));
}

TEST_CASE("One way leads through all pages") {
  const testing::TemporaryFolder folder;
  write_files(folder.path(), small_book());
  CHECK(ids(way_through(read_course(folder.path(), small_description))) ==
        std::vector<std::string>{"index", "part-I", "ch02-one", "ch02-run", "part-II", "ch05-first",
                                 "ch05-second", "ch05-two-hpp", "ch05-run", "ch05-exercises",
                                 "ex05-1", "notation", "glossary", "bibliography", "exercises",
                                 "reference"});
}

TEST_CASE("A page without a title and a task without points are refused") {
  const testing::TemporaryFolder folder;
  Files files = small_book();
  files["exercises/05_two/1_try/task.md"] = "# Try\n\nDo it.\n";
  write_files(folder.path(), files);
  const auto read = [&] { read_course(folder.path(), small_description); };
  CHECK(testing::refusal(read).starts_with(
      "exercises/05_two/1_try/task.md: says no title or no points"));
  write_files(folder.path(), small_book());
  write_files(folder.path(), {{"chapters/05_two/second.cpp", "int main() {}\n"}});
  CHECK(testing::refusal(read).starts_with("chapters/05_two/second.cpp: has no title"));
}

TEST_CASE("The glossary knows where terms are introduced") {
  const testing::TemporaryFolder folder;
  write_files(folder.path(), small_book());
  Glossary glossary("glossary.txt", small_book()["book/glossary.txt"]);
  glossary.find_first_uses(read_course(folder.path(), small_description));
  REQUIRE(glossary.terms().size() == 2);
  CHECK(glossary.terms()[0].id == "loss");
  CHECK(glossary.find("Weights")->first == "ch02-one");
  CHECK(glossary.find("weight")->chinese == "权重");
  CHECK(glossary.find("bias") == nullptr);
  CHECK(testing::refusal([] { Glossary("g.txt", "a | b\n"); }).starts_with("g.txt:1: is no term"));
  CHECK(testing::refusal([] {
          Glossary("g.txt", "a | b | c\nd, a | e | f\n");
        }).starts_with("g.txt: has 'a' twice"));
}

}  // namespace primer::book
