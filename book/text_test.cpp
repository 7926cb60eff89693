#include "common/testing/catch.hpp"
//
#include "book/text.hpp"

namespace primer::book {

TEST_CASE("HTML shows a text as it was") {
  CHECK(html("a < b && \"c\"") == "a &lt; b &amp;&amp; &quot;c&quot;");
  CHECK(plain("<code>" + html("a < b && \"c\"") + "</code>") == "a < b && \"c\"");
}

TEST_CASE("Headings become addresses") {
  CHECK(slug("What is it worth?") == "what-is-it-worth");
  CHECK(slug("The bias's sum, (N, C)") == "the-biass-sum-n-c");
}

TEST_CASE("What is packed comes out as it went in") {
  const std::string all = "<b class=\"x\">\\f$ *a* ~~ ± 中文</b>";
  CHECK(unpack_page("x " + pack(all) + " y") == "x " + all + " y");
  CHECK(pack(all).find_first_of("<\\*~\"") == std::string::npos);
  CHECK(pack("a\nb") == pack("a") + "\n" + pack("b"));
  CHECK(has_packed(pack("a")));
  CHECK_FALSE(has_packed("a ± 中文 ⟦"));
}

TEST_CASE("A title and a script show what was packed without its tags") {
  const std::string packed = pack("<code>a &lt; \"b\"</code>");
  CHECK(unpack_page("<title>" + packed + "</title>" + packed) ==
        "<title>a &lt; &quot;b&quot;</title><code>a &lt; \"b\"</code>");
  CHECK(unpack_script("[\"" + packed + "\"]") == "[\"a < \\\"b\\\"\"]");
}

}  // namespace primer::book
