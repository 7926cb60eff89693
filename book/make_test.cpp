#include "common/testing/catch.hpp"
//
#include <fmt/format.h>

#include "book/make.hpp"
#include "book/testing.hpp"
#include "common/io/file.hpp"
#include "common/testing/files.hpp"

namespace primer::book {
namespace {

namespace fs = std::filesystem;

/// What the small book lacks to be made.
Files machinery() {
  return {
      {"book/namespaces.dox", "/** \\namespace primer\n * See \\ref reference. */\n"},
      {"chapters/02_one/CMakeLists.txt", "primer_chapter(one)\n"},
      {"chapters/05_two/CMakeLists.txt",
       "primer_chapter(two PAGES first.cpp second.cpp BUILDS_ON 02_one)\n"},
      {"common/group.hpp", "/// Weights.\nstruct Group {};\n"},
      {"common/testing/hidden.hpp", "/// Only for tests.\nstruct Hidden {};\n"},
  };
}

/// The small book as it is made of files, some of them other ones, in a folder of a name that matters to patterns.
class Made {
 public:
  explicit Made(const Files& others = {}, const std::string& without = "none") {
    const fs::path course = PRIMER_SOURCE_DIR;
    write_files(root_, small_book());
    write_files(root_, machinery());
    write_files(root_, others);
    fs::remove(root_ / without);
    for (const char* file : {"book/Doxyfile.in", "book/layout.xml", "chapters/describe.cmake"})
      fs::copy_file(course / file, root_ / file);
    fs::copy(course / "book/theme", root_ / "book/theme");
  }

  void make() const { make_book({.root = root_, .out = folder_ / "out", .weave = PRIMER_WEAVE}); }
  std::string refusal() const {
    return testing::refusal([&] { make(); });
  }
  bool has(const std::string& page) const { return fs::exists(folder_ / "out/html" / page); }
  std::string page(const std::string& name) const { return read_file(folder_ / "out/html" / name); }

 private:
  testing::TemporaryFolder folder_;
  fs::path root_ = folder_ / "testing/course";
};

/// Whether a test has to do without Doxygen.
bool skipped() {
  const std::string absent = missing_package();
  if (!absent.empty()) fmt::print("primer: skipped: {} is not installed\n", absent);
  return !absent.empty();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("A small book is made whole wherever it lies") {
  if (skipped()) return;
  const Made book(Files{{"common/loss.hpp",
                         "#pragma once\n// Losses.\n\nnamespace primer {\n/// Squares.\nint "
                         "loss();\n}\n"}});
  book.make();
  CHECK(has(book.page("ch02-one.html"), "src=\"ch02-loss.svg\""));
  CHECK(has(book.page("reference.html"), "<code>loss.hpp</code></a> Losses."));
  CHECK(has(book.page("primer_index.js"), "[\"loss\",\"namespaceprimer.html#"));
  CHECK(book.has("ch02-loss.svg"));
  CHECK(book.has("ex05-1.html"));
  CHECK_FALSE(book.has("structHidden.html"));
  const auto draws_formulas = [](const std::string& page) { return has(page, "MathJax.js\""); };
  CHECK(draws_formulas(book.page("notation.html")));
  CHECK_FALSE(draws_formulas(book.page("glossary.html")));
}

TEST_CASE("A figure that was deleted fails the book") {
  if (skipped()) return;
  const Made book(Files{}, "chapters/02_one/results/loss.svg");
  CHECK(book.refusal().starts_with(
      "chapters/02_one/one.cpp:5: there is no figure results/loss.svg; "));
  CHECK_FALSE(book.has("index.html"));
}

TEST_CASE("The key of a recorded number that was changed fails the book") {
  if (skipped()) return;
  const Made book(
      Files{{"chapters/02_one/results/run.json", R"({"numbers": {"a": {"c": 0.25}}})"}});
  CHECK(book.refusal().starts_with(
      "chapters/02_one/one.cpp:3: {{a.b:.1f}}: results/run.json has no number of that name; "));
}

TEST_CASE("A reference that is misspelt fails the book") {
  if (skipped()) return;
  const std::string head = "# Notation\n\n";
  const auto refused = [&](const std::string& text) {
    return Made(Files{{"book/pages/notation.md", head + text}}).refusal();
  };
  CHECK(refused("[one](../../chapters/02_one/ome.cpp)\n")
            .starts_with("book/pages/notation.md:3: there is no page "));
  CHECK(refused("[one](../../chapters/02_one/one.cpp#what)\n")
            .starts_with("book/pages/notation.md:3: there is no section #what in "));
}

TEST_CASE("What Doxygen warns of fails the book with file and line") {
  if (skipped()) return;
  const auto refused = [](const std::string& comment) {
    const std::string head = "#pragma once\n// Losses.\n\nnamespace primer {\n/// ";
    return Made(Files{{"common/loss.hpp", head + comment + "\nint loss();\n}\n"}}).refusal();
  };
  for (const std::string word : {"See @ref lost.", "Is @squared."}) {
    const std::string message = refused(word);
    INFO(message);
    CHECK(message.starts_with("common/loss.hpp:5: warning: "));
    CHECK(has(message, word.substr(word.find('@') + (word[0] == 'S' ? 5 : 1), 4)));
    CHECK(message.ends_with(": Doxygen warns; mend it"));
  }
}

TEST_CASE("A public symbol that nothing is said about fails the book") {
  if (skipped()) return;
  const Made book(Files{
      {"common/loss.hpp", "#pragma once\n// Losses.\n\nnamespace primer {\nint loss();\n}\n"}});
  const std::string message = book.refusal();
  CHECK(message.starts_with("common/loss.hpp:5: "));
  CHECK(has(message, "loss"));
  CHECK(has(message, "is not documented"));
}

TEST_CASE(
    "A citation without its reference fails the book and so does a reference that nobody cites") {
  if (skipped()) return;
  CHECK(has(Made(Files{{"book/bibliography.bib", ""}}).refusal(),
            "chapters/05_two/second.cpp:3: there is no lull1305"));
  const std::string another =
      "@book{llull, author = {Llull, R.}, title = {T}, publisher = {P}, year = {1}}\n";
  CHECK(has(Made(Files{{"book/bibliography.bib", small_book()["book/bibliography.bib"] + another}})
                .refusal(),
            "book/bibliography.bib:2: no page cites llull"));
}

TEST_CASE("A drawing becomes a figure and one with a mistake fails the book") {
  if (skipped()) return;
  const Files::value_type loss{
      "common/loss.hpp",
      "#pragma once\n// Losses.\n\nnamespace primer {\n/// Squares.\nint loss();\n}\n"};
  const std::string page = "// # Two\n//\n// ![Drawn](net.dot)\n\nint f();\n";
  const Made book(Files{loss,
                        {"chapters/05_two/first.cpp", page},
                        {"chapters/05_two/net.dot", "digraph { a -> b }"}});
  book.make();
  CHECK(has(book.page("ch05-first.html"), "src=\"ch05-net.dot.svg\""));
  CHECK(has(book.page("ch05-net.dot.svg"), "<svg"));
  const std::string message = Made(Files{loss,
                                         {"chapters/05_two/first.cpp", page},
                                         {"chapters/05_two/net.dot", "digraph { a -> }"}})
                                  .refusal();
  CHECK(has(message, "net.dot"));
  CHECK(has(Made(Files{loss, {"chapters/05_two/first.cpp", page}}).refusal(),
            "chapters/05_two/first.cpp:3: there is no figure net.dot"));
}

}  // namespace primer::book
