#include "common/testing/catch.hpp"
//
#include <algorithm>

#include "book/binder.hpp"
#include "book/testing.hpp"
#include "book/text.hpp"
#include "common/app/process.hpp"
#include "common/io/file.hpp"
#include "common/testing/files.hpp"

namespace primer::book {
namespace {

const char* const no_symbols = "<tagfile>\n</tagfile>\n";

/// The small book on disk, with some files in place of its own.
class Small {
 public:
  explicit Small(const Files& others = {}, bool solutions = false) : solutions_(solutions) {
    write_files(folder_.path(), small_book());
    write_files(folder_.path(), others);
    for (const auto& [name, text] : binder().generated_pages())
      write_files(folder_ / "made", {{name, text}});
  }
  Binder binder() const {
    return Binder({.root = folder_.path(),
                   .pages = folder_ / "made",
                   .described = small_description,
                   .symbols = no_symbols,
                   .documented = no_symbols,
                   .solutions = solutions_});
  }
  std::string woven(const std::string& file) const {
    return unpack_page(binder().weave(folder_ / file));
  }
  std::string refusal(const std::string& file) const {
    return testing::refusal([&] { binder().weave(folder_ / file); });
  }

 private:
  testing::TemporaryFolder folder_;
  bool solutions_;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("A chapter's page has its numbers figures and terms") {
  const std::string page = Small().woven("chapters/02_one/one.cpp");
  CHECK(has(page, "\\page ch02-one 2 · One: a beginning"));
  CHECK(has(page,
            "id=\"term-weight\" href=\"glossary.html#weight\" "
            "title=\"权重\"><strong>weights</strong></a>"));
  CHECK(has(page, ", 0.2."));
  CHECK(has(page, "<img src=\"ch02-loss.svg\""));
  CHECK(has(page, "\\subpage ch02-run"));
}

TEST_CASE("Pages lead to one another and to what other pages define") {
  const std::string page = Small().woven("chapters/05_two/first.cpp");
  CHECK(has(page, "<a href=\"ch02-one.html#ch02-one-what-is-it\">one</a>"));
  CHECK(has(page, "<a href=\"ch05-second.html\">more</a>"));
  CHECK(has(page, "<a class=\"code\" href=\"ch05-second.html#l6\"><code>two(int)</code></a>"));
  CHECK(has(page, "<a class=\"code\" href=\"ch05-second.html#l6\">two</a>(1)"));
  CHECK(has(page, "<a href=\"part-II.html\" rel=\"prev\">"));
  CHECK(has(page, "<a href=\"ch05-second.html\" rel=\"next\">"));
  CHECK(has(page, "href=\"glossary.html#weight\""));
  CHECK_FALSE(has(page, "id=\"term-weight\""));
}

TEST_CASE("An include of the chapter's own header leads to its page") {
  const std::string file = "chapters/05_two/first.cpp";
  for (const std::string header : {"two.hpp", "chapters/05_two/two.hpp"}) {
    const Small small(Files{{file, "// # Two\n\n#include \"" + header + "\"\n"}});
    CHECK(has(small.woven(file), "href=\"ch05-two-hpp.html\"><span"));
  }
}

TEST_CASE("Links may lead to the wider web and to mail") {
  const std::string one = "chapters/02_one/one.cpp";
  for (const std::string address : {"https://a.b/c#d", "http://a.b", "mailto:a@b.c"}) {
    const Small small(Files{{one, "// # One\n//\n// [x](" + address + ")\n"}});
    CHECK(has(small.woven(one), "<a href=\"" + address + "\">x</a>"));
  }
}

TEST_CASE("Tasks have hints and show solutions when they shall") {
  const std::string task = "exercises/05_two/1_try/task.md";
  const std::string page = Small().woven(task), solved = Small({}, true).woven(task);
  CHECK(has(page, "\\page ex05-1 5.1 · Try <em>it</em>"));
  CHECK(has(page, "<summary>Hint 1</summary>"));
  CHECK(has(page, "./primer grade 5.1"));
  CHECK_FALSE(has(page, "42"));
  CHECK(has(solved, "42"));
  CHECK_FALSE(has(solved, "hole"));
}

TEST_CASE("The other pages are made of what the course says") {
  const Small small;
  CHECK(has(small.woven("book/pages/front.md"), "\\mainpage Front"));
  CHECK(has(small.woven("book/pages/front.md"), "<circle"));
  CHECK(has(small.woven("book/pages/glossary.md"), "<a href=\"ch02-one.html#term-loss\">loss</a>"));
  CHECK(has(small.woven("made/part-II.md"), "href=\"ch05-first.html\""));
  CHECK(has(small.woven("made/ch02-run.md"), "./primer run 2"));
  CHECK(has(small.woven("made/ch05-exercises.md"), "10 points"));
  CHECK(has(small.woven("common/loss.hpp"), "/** \\file\nLosses. More. */"));
}

TEST_CASE("A figure a key a page or a section that is not there is refused") {
  const std::string one = "chapters/02_one/one.cpp", head = "// # One\n//\n";
  const auto refused = [&](const std::string& prose) {
    return Small(Files{{one, head + "// " + prose + "\n"}}).refusal(one);
  };
  CHECK(refused("![A](results/none.svg)") ==
        "chapters/02_one/one.cpp:3: there is no figure results/none.svg; record the chapter, or "
        "mend the name");
  CHECK(refused("{{a.c}}").starts_with(
      "chapters/02_one/one.cpp:3: {{a.c}}: results/run.json has no number"));
  CHECK(refused("[x](two.cpp)").starts_with("chapters/02_one/one.cpp:3: there is no page two.cpp"));
  for (const char* file : {"notes.md", "../../exercises/05_two/1_try/hints.md", "results"}) {
    INFO(file);
    const Small small(
        Files{{one, head + "// [x](" + file + ")\n"}, {"chapters/02_one/notes.md", "# Notes\n"}});
    CHECK(small.refusal(one).starts_with("chapters/02_one/one.cpp:3: there is no page " +
                                         std::string(file) + "; "));
  }
  CHECK(refused("[x](../05_two/first.cpp#y)") ==
        "chapters/02_one/one.cpp:3: there is no section #y in chapters/05_two/first.cpp; mend the "
        "name, or leave it out");
}

TEST_CASE("Each file of the real book keeps its lines") {
  const std::filesystem::path root = PRIMER_SOURCE_DIR;
  const auto described =
      app::run_process({"cmake", "-P", (root / "chapters" / "describe.cmake").string()});
  REQUIRE(described);
  const testing::TemporaryFolder pages;
  const Binder binder({.root = root,
                       .pages = pages.path(),
                       .described = described->output + described->errors,
                       .symbols = no_symbols,
                       .documented = no_symbols});
  write_files(pages.path(), binder.generated_pages());
  for (const auto& file : binder.files()) {
    INFO(file.string());
    const bool task = file.filename() == "task.md";
    const auto hints = task ? lines_of(read_file(file.parent_path() / "hints.md")).size() : 0;
    CHECK(lines_of(binder.weave(file)).size() == lines_of(read_file(file)).size() + hints);
  }
}

}  // namespace primer::book
