#include "common/testing/catch.hpp"
//
#include <fmt/format.h>

#include <fstream>
#include <optional>

#include "book/browser/browser.hpp"
#include "book/browser/pages.hpp"
#include "book/browser/server.hpp"
#include "common/error/error.hpp"
#include "common/testing/files.hpp"

namespace primer::book {
namespace {

using testing::ContainsSubstring;

/// A browser, or nothing and a word that says so to ctest.
std::optional<Browser> browser_or_skip() {
  auto browser = Browser::start();
  if (!browser) fmt::print("primer: skipped: chromium is not installed\n");
  return browser;
}

/// A folder of pages, in which one thing is wrong or none.
class Pages {
 public:
  void add(const std::string& name, const std::string& body) {
    std::ofstream(folder_.path() / name)
        << "<!DOCTYPE html><meta name=viewport content='width=device-width'><body>" << body;
  }
  std::string faults(Browser& browser) const {
    std::string all;
    for (const auto& fault : try_every_page(browser, folder_.path(), at())) all += fault + "\n";
    return all;
  }
  std::string at() const { return file_url(folder_.path()); }

 private:
  testing::TemporaryFolder folder_;
};

const char* const good =
    "<p id=here>Text</p><a href='other.html#there'>on</a> <a href='#here'>up</a>"
    "<a href='https://example.org/'>elsewhere</a>"
    "<img src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' "
    "height='9'/%3E\">";

}  // namespace

TEST_CASE("A browser opens a page and answers what is on it") {
  auto browser = browser_or_skip();
  if (!browser) return;
  Pages pages;
  pages.add("a.html", "<p id=a>Grüße</p>");
  browser->open(pages.at() + "/a.html");
  CHECK(browser->evaluate("document.getElementById('a').textContent") == "Grüße");
  CHECK(browser->evaluate("new Promise(done => setTimeout(() => done('later'), 5))") == "later");
  CHECK_THROWS_WITH(browser->evaluate("nothing.here"), ContainsSubstring("nothing is not defined"));
  CHECK_THROWS_WITH(browser->open(pages.at() + "/b.html"), ContainsSubstring("FILE_NOT_FOUND"));
}

TEST_CASE("Good pages have no fault and each kind of bad one has its own") {
  auto browser = browser_or_skip();
  if (!browser) return;
  const std::pair<const char*, const char*> planted[] = {
      {"", ""},
      {"<script>nothing.here()</script>", "a.html: exception: ReferenceError"},
      {"<script>console.error('bad')</script>", "a.html: console: "},
      {"<script src='missing.js'></script>", "missing.js"},
      {"<img src='missing.png'>", "image is not there: missing.png"},
      {"<a href='missing.html'>x</a>", "missing.html is not there"},
      {"<a href='#missing'>x</a>", "#missing has no such place"},
      {"<a href='other.html#missing'>x</a>", "#missing has no such place"},
      {"<a href='../elsewhere.html'>x</a>", "leads out of the book"},
      {"<div style='width:500px'>wide</div>", "a.html: wider than 390 pixels: div"},
      {"<script type='math/tex'>x</script>", "formula is not drawn: x"},
      {"<div class=contents>The slope \\(x\\)</div>", "left as TeX"},
      {"<img src='http://127.0.0.2:9/x.png'>", "loads from the network: http://127.0.0.2:9/x.png"},
  };
  for (const auto& [body, fault] : planted) {
    INFO(body);
    Pages pages;
    pages.add("a.html", std::string(good) + body);
    pages.add("other.html", "<p id=there>There</p>");
    const std::string found = pages.faults(*browser);
    if (*fault == '\0') {
      CHECK(found == "");
    } else {
      CHECK_THAT(found, ContainsSubstring(fault));
    }
  }
}

TEST_CASE("A listing that scrolls sideways on a desk is a fault in a chapter") {
  auto browser = browser_or_skip();
  if (!browser) return;
  Pages pages;
  pages.add("ch01-a.html",
            "<div class=PageDoc><div class=fragment style='overflow:auto'><div "
            "style='width:3000px'>code</div></div>");
  CHECK_THAT(pages.faults(*browser), ContainsSubstring("a listing scrolls sideways: code"));
}

TEST_CASE("Next and previous have to lead through every page") {
  auto browser = browser_or_skip();
  if (!browser) return;
  Pages pages;
  pages.add("a.html", "<nav class=turn><a rel=next href=b.html>b</a></nav>");
  pages.add("b.html",
            "<nav class=turn><a rel=prev href=a.html>a</a><a rel=next href=c.html>c</a></nav>");
  pages.add("c.html", "<nav class=turn><a rel=prev href=b.html>b</a></nav>");
  CHECK(try_the_way(*browser, pages.at(), {"a.html", "b.html", "c.html"}).empty());
  CHECK(try_the_way(*browser, pages.at(), {"a.html", "c.html"}).size() == 2);
  pages.add("c.html", "<nav class=turn><a rel=prev href=a.html>a</a></nav>");
  const auto faults = try_the_way(*browser, pages.at(), {"a.html", "b.html", "c.html"});
  REQUIRE(faults.size() == 1);
  CHECK_THAT(faults[0], ContainsSubstring("previous"));
}

TEST_CASE("A folder may be called anything") {
  CHECK(file_url("/a b/ü#%/c.html") == "file:///a%20b/%C3%BC%23%25/c.html");
  auto browser = browser_or_skip();
  if (!browser) return;
  const testing::TemporaryFolder folder;
  const auto odd = folder.path() / "a b ü # %20";
  create_directory(odd);
  std::ofstream(odd / "a.html")
      << "<!DOCTYPE html><meta name=viewport content='width=device-width'>"
         "<a id=x href='#x'>x</a><a href='a.html'>a</a>";
  CHECK(try_every_page(*browser, odd, file_url(odd)).empty());
}

TEST_CASE("A search that finds nothing or something else is a fault") {
  auto browser = browser_or_skip();
  if (!browser) return;
  Pages pages;
  const std::string field =
      "<input id=MSearchField oninput=\"document.getElementById('primer-results')"
      ".innerHTML='<a href=other.html>";
  pages.add("index.html", "<div id=primer-results></div>" + field + "A slope'\">");
  const auto faults = try_search(*browser, pages.at(), "slope");
  REQUIRE(faults.size() == 1);  // it finds what it should, and Enter leads nowhere
  CHECK_THAT(faults[0], ContainsSubstring("Enter in the search"));
  pages.add("index.html", "<input id=MSearchField>");
  CHECK(try_search(*browser, pages.at(), "slope") ==
        std::vector<std::string>{"the search finds nothing for \"slope\""});
}

TEST_CASE("A toggle that does not make the page dark is a fault") {
  auto browser = browser_or_skip();
  if (!browser) return;
  Pages pages;
  const std::string body = "<script>document.body.style.backgroundColor='#ffffff'</script>";
  pages.add("index.html",
            body + "<doxygen-awesome-dark-mode-toggle></doxygen-awesome-dark-mode-toggle>");
  CHECK(try_dark_mode(*browser, pages.at()).size() == 1);
  pages.add("index.html",
            body +
                "<doxygen-awesome-dark-mode-toggle onclick=\"const s = document.body.style;"
                "s.backgroundColor = s.backgroundColor === 'rgb(255, 255, 255)' ? '#111111' : "
                "'#ffffff'\"></doxygen-awesome-dark-mode-toggle>");
  CHECK(try_dark_mode(*browser, pages.at()).empty());
}

TEST_CASE("A server that says no address is refused") {
  const testing::TemporaryFolder folder;
  CHECK_THROWS_WITH(Server("true", folder.path()), ContainsSubstring("says no address"));
  CHECK_THROWS_WITH(Server(folder.path() / "none", folder.path()),
                    ContainsSubstring("no such program"));
}

}  // namespace primer::book
