#include "common/testing/catch.hpp"
//
#include <fstream>

#include "book/search.hpp"
#include "common/testing/files.hpp"

namespace primer::book {
namespace {

const char* const page = R"(<title>x</title><div class="title">4 · A &lt;net&gt; </div>
<div class="contents"><div class="textblock"><nav class="place">not this</nav><p>Before <b>all</b>
\(x &lt; y\).</p>
<h1><a class="anchor" id="p-one"></a>
What a <code>gradient</code> costs</h1><p>Three
times.</p><div class="fragment"><div class="line">code</div>
<div class="line">more</div></div><p>After.</p><nav class="turn">nor this</nav></div>)";

}  // namespace

TEST_CASE("A page is searched by its sections") {
  const auto passages = passages_of(page, "p.html");
  REQUIRE(passages.size() == 2);
  CHECK(passages[0].title == "4 · A <net>");
  CHECK(passages[0].url == "p.html");
  CHECK(passages[0].text == "Before all .");
  CHECK(passages[1].title == "What a gradient costs");
  CHECK(passages[1].url == "p.html#p-one");
  CHECK(passages[1].where == "4 · A <net>");
  CHECK(passages[1].text == "Three times. After.");
}

TEST_CASE("The index has passages and symbols") {
  const testing::TemporaryFolder folder;
  std::ofstream(folder / "p.html") << page;
  Symbols symbols;
  symbols.add({.kind = Symbol::Kind::type, .name = "primer::nn::Linear", .url = "l.html"});
  symbols.add({.kind = Symbol::Kind::type, .name = "primer::nn::Hidden"});
  const std::string index =
      search_index(folder.path(), {{"p", "P"}}, Glossary("g", "loss | 损失 | Bad.\n"), symbols);
  CHECK(index.starts_with("window.primerIndex = [["));
  CHECK(index.find(R"(["nn::Linear","l.html","class",""])") != std::string::npos);
  CHECK(index.find(R"(["loss 损失","glossary.html#loss","term","Bad."])") != std::string::npos);
  CHECK(index.find("Hidden") == std::string::npos);
}

}  // namespace primer::book
