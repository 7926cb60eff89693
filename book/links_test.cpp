#include "common/testing/catch.hpp"
//
#include <fstream>

#include "book/links.hpp"
#include "common/testing/files.hpp"

namespace primer::book {

TEST_CASE("Links anchors and pictures that are not there are found") {
  const testing::TemporaryFolder folder;
  std::ofstream(folder / "a.html")
      << R"(<p id="here"><a href="b.html#there">b</a> <a href="#here">h</a> <img src="p.svg">
      <a href="https://a.b/c">web</a></p>)";
  std::ofstream(folder / "b.html")
      << R"(<a name="there"></a><a class="x" href="#nowhere">n</a> <a href="c.html">c</a>
      <a href="a.html#gone">g</a> <script src="https://a.b/x.js"></script>)";
  std::ofstream(folder / "p.svg") << "<svg/>";
  CHECK(broken_links(folder.path(), {"a.html"}).empty());
  CHECK(broken_links(folder.path(), {"b.html", "d.html"}) ==
        std::vector<std::string>{
            "b.html: #nowhere has no such place", "b.html: c.html is not there",
            "b.html: a.html#gone has no such place",
            "b.html: https://a.b/x.js would be loaded from the network", "d.html: is not there"});
}

}  // namespace primer::book
