#include "common/testing/catch.hpp"
//
#include "book/listing.hpp"

namespace primer::book {
namespace {

using Lines = std::vector<std::string>;

Lines coloured(std::string_view code) {
  Symbols symbols;
  symbols.add({Symbol::Kind::space, "primer", "primer"});
  symbols.add({Symbol::Kind::type, "primer::nn::Linear", "Linear.html"});
  const Definitions none;
  return coloured_lines(code, {&symbols, &none, "primer::chapter", ""});
}

}  // namespace

TEST_CASE("Code keeps its lines and its layout") {
  CHECK(coloured("") == Lines{""});
  CHECK(coloured("a = b;\n\n  c") == Lines{"a = b;", "", "  c"});
  CHECK(coloured("a\n") == Lines{"a", ""});
}

TEST_CASE("Words literals and comments are coloured") {
  CHECK(coloured("return \"a<b\";  // c") ==
        Lines{"<span class=\"keywordflow\">return</span> <span "
              "class=\"stringliteral\">&quot;a&lt;b&quot;</span>;  "
              "<span class=\"comment\">// c</span>"});
  CHECK(coloured("R\"(x\ny)\"") == Lines{"R<span class=\"stringliteral\">&quot;(x</span>",
                                         "<span class=\"stringliteral\">y)&quot;</span>"});
}

TEST_CASE("A qualified name is one link") {
  CHECK(coloured("namespace primer {\nnn::Linear f;")[1] ==
        "<a class=\"code\" href=\"Linear.html\">nn::Linear</a> f;");
}

TEST_CASE("A definition does not lead to itself") {
  const Symbols none;
  const Definitions own{{"f", {"p.html#l2", ""}}};
  const Dictionary dictionary{&none, &own, "primer::chapter", "p.html"};
  const Lines lines = coloured_lines("namespace a {\nint f();\nint g = f();\n}", dictionary);
  CHECK(lines[1].find("href") == std::string::npos);
  CHECK(lines[2].find("href=\"p.html#l2\"") != std::string::npos);
}

TEST_CASE("Nothing in a listing ends the page's comment or commands Doxygen") {
  const Lines lines = coloured("f(x /* (n) */); a*/*b*/c; \"\\endhtmlonly @page\"");
  CHECK(lines[0].find("*/") == std::string::npos);
  CHECK(lines[0].find("/*") == std::string::npos);
  CHECK(lines[0].find_first_of("\\@") == std::string::npos);
}

TEST_CASE("A listing has a line for each line and an anchor for each") {
  CHECK(listing({"a", ""}, 12) ==
        "<div class=\"fragment\"><div class=\"line\" id=\"l12\">a</div>\n<div class=\"line\" "
        "id=\"l13\"> </div></div>");
  CHECK(plain_listing("$ ./primer run\n0.5 < 1\n") ==
        "<div class=\"fragment\"><div class=\"line\"><span class=\"prompt\"></span>./primer "
        "run</div>\n"
        "<div class=\"line\">0.5 &lt; 1</div></div>");
}

}  // namespace primer::book
