#include "common/testing/catch.hpp"
//
#include <fmt/format.h>

#include <fstream>

#include "book/browser/browser.hpp"
#include "book/browser/print.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/testing/files.hpp"

namespace primer::book {
namespace {

using testing::ContainsSubstring;

void add_page(const std::filesystem::path& folder, const std::string& name,
              const std::string& body) {
  std::ofstream(folder / name) << "<html><script type=\"text/x-mathjax-config\">setup</script>"
                                  "<div class=\"title\">Title of "
                               << name << " </div><div class=\"contents\">" << body
                               << "</div><!-- contents --></html>";
}

}  // namespace

TEST_CASE("Pages are printed in order and their links lead within") {
  const testing::TemporaryFolder folder;
  add_page(folder.path(), "b.html", "<h1 id=\"x\">X</h1><a href=\"a.html\">to a</a>");
  add_page(folder.path(), "a.html",
           "<a href=\"#y\">y</a><a href=\"b.html#x\">x</a><a href=\"c.html#z\">z</a>"
           "<a href=\"https://d/\">d</a><p id=\"y\">Y</p>");
  const std::string page = page_to_print(folder.path(), {"b.html", "a.html"});
  CHECK(page.find("Title of b") < page.find("Title of a"));
  CHECK_THAT(page, ContainsSubstring("<h1 id=\"b--x\">X</h1><a href=\"#a\">to a</a>"));
  CHECK_THAT(page, ContainsSubstring("<a href=\"#a--y\">y</a><a href=\"#b--x\">x</a><a>z</a>"));
  CHECK_THAT(page, ContainsSubstring("<a href=\"https://d/\">d</a><p id=\"a--y\">Y</p>"));
}

TEST_CASE("What is folded is printed and hints are not") {
  const testing::TemporaryFolder folder;
  add_page(folder.path(), "a.html",
           "1<details class=\"fold\"><summary>Hint 1</summary>secret</details>"
           "2<details><summary>The interface</summary>int f();</details>3"
           "<details><summary>Compare</summary>with it</details>4");
  CHECK_THAT(
      page_to_print(folder.path(), {"a.html"}),
      ContainsSubstring("12<details open><summary>The interface</summary>int f();</details>34"));
}

TEST_CASE("A page that is not there or not ours is not printed") {
  const testing::TemporaryFolder folder;
  CHECK_THROWS_WITH(page_to_print(folder.path(), {"a.html"}), ContainsSubstring("a.html"));
  std::ofstream(folder.path() / "a.html") << "<html></html>";
  CHECK_THROWS_WITH(page_to_print(folder.path(), {"a.html"}), ContainsSubstring("a.html: has no"));
}

TEST_CASE("A book is printed as a PDF") {
  if (!Browser::start()) {
    fmt::print("primer: skipped: chromium is not installed\n");
    return;
  }
  const testing::TemporaryFolder folder;
  add_page(folder.path(), "a.html", "Text");
  const auto file = folder.path() / "book.pdf";
  print_book(folder.path(), {"a.html"}, file);
  const std::string pdf = read_file(file);
  CHECK(pdf.starts_with("%PDF-"));
  CHECK_THAT(pdf, ContainsSubstring("/Type /Page"));
  CHECK_THAT(pdf.substr(pdf.size() - 16), ContainsSubstring("%%EOF"));
  CHECK_FALSE(exists(folder.path() / "print.html"));
}

}  // namespace primer::book
