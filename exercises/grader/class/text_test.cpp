#include "exercises/grader/class/text.hpp"

#include "common/testing/catch.hpp"

namespace primer::grader {

TEST_CASE("Clean text is valid and shows what is no character byte by byte") {
  CHECK(clean_text("") == "");
  CHECK(clean_text("a\tb\nc") == "a\tb\nc");
  CHECK(clean_text("a\r\nb\rc") == "a\nb\\x0dc");
  CHECK(clean_line("a\tb\r\n") == "a\\x09b\\x0d\\x0a");
  CHECK(clean_text(std::string("\0\x1b[31m\x7f", 7)) == "\\x00\\x1b[31m\\x7f");
  CHECK(clean_text("Grüße, 世界 🙂") == "Grüße, 世界 🙂");
  // A stray continuation, an overlong slash, half a character, a surrogate, beyond Unicode
  CHECK(clean_text("\x80|\xc0\xaf|\xe4\xb8") == "\\x80|\\xc0\\xaf|\\xe4\\xb8");
  CHECK(clean_text("\xed\xa0\x80|\xf5\x80\x80\x80") == "\\xed\\xa0\\x80|\\xf5\\x80\\x80\\x80");
  // XML forbids U+FFFE; U+009B commands a terminal; U+202E turns the line around
  CHECK(clean_text("\xef\xbf\xbe|\xc2\x9b|\xe2\x80\xae") ==
        "\\xef\\xbf\\xbe|\\xc2\\x9b|\\xe2\\x80\\xae");
}

TEST_CASE("Long text is cut between characters") {
  CHECK(clean_text("abc", 3) == "abc");
  CHECK(clean_text("abcd", 3) == "abc…");
  CHECK(clean_text("aüb", 2) == "a…");
  CHECK(clean_text("a\x01", 4) == "a…");
}

TEST_CASE("Text means itself wherever it is put") {
  CHECK(xml("a<b>&\"c\"'\n") == "a&lt;b&gt;&amp;&quot;c&quot;&apos;&#10;");
  CHECK(markdown("a|b <img> `c` [d](e) *f* &amp; $x$") ==
        "a\\|b &lt;img&gt; \\`c\\` \\[d\\]\\(e\\) \\*f\\* &amp;amp; \\$x\\$");
  CHECK(markdown("a\n# b") == "a \\# b");
  CHECK(markdown_block("plain") == "```text\nplain\n```\n");
  CHECK(markdown_block("```\n<script>\n````") == "`````text\n```\n<script>\n````\n`````\n");
}

TEST_CASE("A cell of a table of values is one cell of one line and no formula") {
  CHECK(csv("plain words") == "plain words");
  CHECK(csv("") == "");
  CHECK(csv("a,b") == "\"a,b\"");
  CHECK(csv("say \"a\"") == "\"say \"\"a\"\"\"");
  CHECK(csv("one\ntwo") == "one / two");
  CHECK(csv("=1+1") == "'=1+1");
  CHECK(csv("+1") == "'+1");
  CHECK(csv("-1") == "'-1");
  CHECK(csv("@A1") == "'@A1");
  CHECK(csv("\n=1") == "\" / =1\"");
  CHECK(csv("\t=1") == "' =1");
  CHECK(csv("=HYPERLINK(\"x\",\"y\")") == "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
}

}  // namespace primer::grader
