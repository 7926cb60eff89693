#include "common/testing/catch.hpp"
//
#include <fstream>

#include "book/links.hpp"
#include "common/testing/files.hpp"

namespace primer::book {
namespace {

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("Links anchors and pictures that are not there are found") {
  const testing::TemporaryFolder folder;
  std::ofstream(folder / "a.html")
      << R"(<p id="here"><a href="b.html#there">b</a> <a href="#here">h</a> <img src="p.svg">
      <a href="https://a.b/c">web</a></p>)";
  std::ofstream(folder / "b.html")
      << R"(<a name="there"></a><a class="x" href="#nowhere">n</a> <a href="c.html">c</a>
      <a href="a.html#gone">g</a> <script src="https://a.b/x.js"></script>)";
  std::ofstream(folder / "p.svg") << "<svg/>";
  CHECK(broken_links(folder.path()) ==
        Lines{"b.html: #nowhere has no such place", "b.html: c.html is not there",
              "b.html: a.html#gone has no such place",
              "b.html: https://a.b/x.js would be loaded from the network"});
}

TEST_CASE("What a page loads comes from its folder and what it leads to may be anywhere") {
  const auto faults = [](const std::string& page) {
    const testing::TemporaryFolder folder;
    std::ofstream(folder / "a.html") << page;
    return broken_links(folder.path());
  };
  CHECK(faults(R"(<a href="mailto:a@b.c">m</a><a href="https://a.b/#c">w</a>
      <a href="//a.b">w</a><img src="data:image/png;base64,">)")
            .empty());
  for (const std::string tag :
       {"link rel=\"stylesheet\" href=\"https://a.b/x.css\"", "link href=\"//a.b/x.css\"",
        "img class=\"a>b\" src=\"http://a.b/x.svg\"", "image href=\"http://a.b/x.png\"",
        "image xlink:href=\"http://a.b/x.png\""}) {
    INFO(tag);
    REQUIRE(faults("<" + tag + "/>").size() == 1);
    CHECK(faults("<" + tag + "/>")[0].ends_with(" would be loaded from the network"));
  }
  const testing::TemporaryFolder folder;
  std::filesystem::create_directory(folder / "search");
  std::ofstream(folder / "a.html") << "<p id=\"b\">";
  std::ofstream(folder / "search/s.html") << R"(<a href="../a.html#b">a</a><a href="a.html">a</a>)";
  CHECK(broken_links(folder.path()) == Lines{"search/s.html: a.html is not there"});
  CHECK(faults("<link href=\"x.css\"/>") == Lines{"a.html: x.css is not there"});
  CHECK(faults("<a href=\"htps://a.b\">w</a>") == Lines{"a.html: htps://a.b is not there"});
}

TEST_CASE("Scripts and comments have no links") {
  const testing::TemporaryFolder folder;
  std::ofstream(folder / "a.html")
      << R"(<script>x = i < n; y = '<a href="none.html">';</script><!-- <img src="none.svg"> -->)";
  CHECK(broken_links(folder.path()).empty());
}

}  // namespace primer::book
