#include "common/testing/catch.hpp"
//
#include <algorithm>

#include "book/prose.hpp"
#include "book/refusal.hpp"
#include "book/text.hpp"
#include "book/weave.hpp"
#include "common/testing/files.hpp"

namespace primer::book {
namespace {

using Lines = std::vector<std::string>;

Surroundings around() {
  Surroundings around;
  around.number = [](const std::string& key) -> std::string {
    if (key != "a.b") throw Refusal(0, "{{" + key + "}}: no such number", "mend the key");
    return "0.5";
  };
  around.page = [](const std::string& target) { return target + ".html"; };
  around.figure = [](const std::string& path) -> std::string {
    if (path != "results/loss.svg")
      throw Refusal(0, "there is no figure " + path, "record the chapter");
    return "04-loss.svg";
  };
  around.has_photographs = [](const std::string& path) {
    if (path != "results/loss.svg") throw std::logic_error("nobody looks into what is not there");
    return false;
  };
  return around;
}

const Frame frame{.id = "ch04-mlp",
                  .title = "A *net* of $x$",
                  .head = "<nav>\nhead</nav>",
                  .foot = "<nav>foot</nav>",
                  .below = {"ch04-run"},
                  .blocks = {{"run", "<p>run\nit</p>"}}};

std::string woven(const std::string& text, const std::string& file = "mlp.cpp") {
  const Symbols symbols;
  const Definitions definitions;
  const Dictionary dictionary{&symbols, &definitions, "primer::chapter", ""};
  const bool markdown = file.ends_with(".md");
  return unpack_page(markdown ? weave_markdown(file, text, frame, around(), dictionary)
                              : weave_source(file, text, frame, around(), dictionary));
}

/// The lines from the third on, which are the file's own.
Lines body(const std::string& text) {
  Lines lines = lines_of(woven("// # T\n//\n" + text));
  lines.erase(lines.begin(), lines.begin() + 2);
  return lines;
}

std::string refused(const std::string& text, const std::string& file = "mlp.cpp") {
  return testing::refusal([&] { woven(text, file); });
}

}  // namespace

TEST_CASE("A page is a comment that begins with its title and ends with its foot") {
  CHECK(
      lines_of(woven("// # T\n//\n// Text.\n")) ==
      Lines{
          "/*! \\page ch04-mlp A <em>net</em> of \\(x\\)",
          "\\tableofcontents{HTML:2} \\htmlonly[block]<div hidden>\\endhtmlonly \\subpage ch04-run "
          "\\htmlonly[block]</div>\\endhtmlonly\\htmlonly[block]<nav>&#10;head</nav>\\endhtmlonly ",
          "Text.\\htmlonly[block]<nav>foot</nav>\\endhtmlonly */"});
}

TEST_CASE("Line N of a page is line N of the file") {
  const std::string text =
      "// # T\n// Prose\n// $$ x\n// = y $$\n\nint a;\n\n\nint b;  // *c*\n// - [li\n//   "
      "st](m\n// .cpp)\n"
      "//\n// ![a\n// b](results/loss.svg)\n//\n// ```cpp\n// f();\n// ```\n//\n// "
      "{{run}}\n\n}\n\n";
  const Lines before = lines_of(text), after = lines_of(woven(text));
  REQUIRE(before.size() == after.size());
  CHECK(after[2] == "\\f[ x");
  CHECK(after[5].find("id=\"l6\"") != std::string::npos);
  CHECK(after[8].find("id=\"l9\"") != std::string::npos);
  CHECK(after[17].find("f();") != std::string::npos);
  CHECK(after[22].find("id=\"l23\"") != std::string::npos);
}

TEST_CASE("Only comments that begin in the first column with a blank are prose") {
  const Lines lines = body("  // code\n/// code\n//! code\n//code\n");
  for (const std::string& line : lines) CHECK(line.find("class=\"comment\"") != std::string::npos);
}

TEST_CASE("Sections have addresses and some stand in boxes") {
  const Lines lines =
      body("// ## What is `f(x)`?\n//\n// ## Results\n//\n// ### More\n//\n// ## End\n");
  CHECK(lines[0] == " \\section ch04-mlp-what-is-f-x What is <code>f(x)</code>?");
  CHECK(lines[2] ==
        "\\htmlonly[block]<section class=\"box results\">\\endhtmlonly \\section ch04-mlp-results "
        "Results");
  CHECK(lines[4] == " \\subsection ch04-mlp-more More");
  CHECK(
      lines[6].starts_with("\\htmlonly[block]</section>\\endhtmlonly \\section ch04-mlp-end End"));
  CHECK(sections_of("// # T\n// ## What is `f(x)`?\n## End\n### Sub\n") ==
        Lines{"what-is-f-x", "end", "sub"});
}

TEST_CASE("A heading ends the paragraph above it") {
  const Lines lines = body("// Text\n// ## A\n// more\n// ### B\n// and\n// #2 is none\n");
  CHECK(lines[0] == "Text");
  CHECK(lines[1] == " \\section ch04-mlp-a A");
  CHECK(lines[3] == " \\subsection ch04-mlp-b B");
  CHECK(lines[5].starts_with("#2 is none"));
  CHECK(heading_level("### B") == 3);
  CHECK(heading_level("#2") == 0);
  CHECK(heading_level("##") == 0);
  CHECK(refused("// # T\n//\n// Text\n// #### A\n")
            .starts_with("mlp.cpp:4: no heading looks like this"));
}

TEST_CASE("Only listings of C++ and CUDA are coloured in prose") {
  for (const std::string language : {"cpp", "c++", "c", "cuda", "cu"}) {
    INFO(language);
    CHECK(body("// ```" + language + "\n// return 1;\n// ```\n")[1].find("keywordflow") !=
          std::string::npos);
  }
  for (const std::string language : {"", "cmake", "csv", "console", "css", "text"}) {
    INFO(language);
    CHECK(body("// ```" + language + "\n// return 1;\n// ```\n")[1].find("keyword") ==
          std::string::npos);
  }
}

TEST_CASE("Nothing in a figure or a block ends what it stands in") {
  const Lines lines = body("// ![`*/` `\\endhtmlonly` `/*` `@end`](results/loss.svg)\n");
  CHECK(lines[0].find("*/") == lines[0].rfind("*/"));
  CHECK(lines[0].find("/*") == std::string::npos);
  CHECK(lines[0].find("<code>*&#47;</code> <code>&#92;endhtmlonly</code>") != std::string::npos);
}

TEST_CASE("A title has no links in it") {
  Frame linked = frame;
  linked.title = "`f` of **loss**";
  Surroundings links = around();
  links.symbol = [](const std::string& code) { return code + ".html"; };
  links.term = [](const std::string&) { return "<a href=\"glossary.html\">"; };
  const Symbols symbols;
  const Definitions definitions;
  const auto weave = [&](const std::string& text) {
    return lines_of(
        unpack_page(weave_source("f.cpp", text, linked, links, {&symbols, &definitions, "", ""})));
  };
  const Lines lines = weave("// # T\n//\n// ## `f` and **loss**\n// [`f`](g) `f`\n");
  CHECK(lines[0].ends_with("<code>f</code> of <strong>loss</strong>"));
  CHECK(lines[2].ends_with("<code>f</code> and <strong>loss</strong>"));
  CHECK(lines[3].starts_with("<a href=\"g.html\"><code>f</code></a> <a class=\"code\""));
  const auto refused = [&](const std::string& text) {
    return testing::refusal([&] { weave("// # T\n//\n" + text); });
  };
  CHECK(refused("// ## [a](b)\n").starts_with("f.cpp:3: a link to b stands within a link"));
  CHECK(refused("// [a [b](c)](d)\n").starts_with("f.cpp:3: a link to c stands within a link"));
}

TEST_CASE("Numbers figures tables and blocks come into the text") {
  const Lines lines = body(
      "// ![The $a$ of \"b\"](results/loss.svg)\n//\n// | a | {{a.b}} |\n// |---|---|\n//\n// "
      "{{run}}\n");
  CHECK(lines[0] ==
        "\\htmlonly[block]<figure class=\"chart\"><img src=\"04-loss.svg\" alt=\"The \\(a\\) of "
        "“b”\">"
        "<figcaption>The \\(a\\) of “b”</figcaption></figure>\\endhtmlonly");
  CHECK(lines[2] == "| a | 0.5 |");
  CHECK(lines[3] == "|---|---|");
  CHECK(lines[5].starts_with("\\htmlonly[block]<p>run&#10;it</p>\\endhtmlonly"));
}

TEST_CASE("Includes are folded away") {
  CHECK(body("#include <cmath>\n\nnamespace primer {\n\nint a;\n")[0].find("<details") ==
        std::string::npos);
  CHECK(body("#include <cmath>\n\nnamespace primer {\n\n// Text\n")[0].find("<details") !=
        std::string::npos);
}

TEST_CASE("CUDA is woven like C++") {
  const Lines lines = lines_of(woven("// # T\n//\n// Text\n__global__ void k();\n", "k.cu"));
  CHECK(lines[2] == "Text");
  CHECK(lines[3].find("<span class=\"keyword\">__global__</span>") != std::string::npos);
}

TEST_CASE("Markdown is a page too") {
  CHECK(lines_of(woven("# T\n\n{{a.b}}\n", "task.md"))[2].starts_with("0.5"));
}

TEST_CASE("Hints fold open below their task") {
  const Symbols symbols;
  const Definitions definitions;
  Frame hinted{.id = "ex04-1",
               .title = "T",
               .more_file = "hints.md",
               .more_text = "## Hint 1\n\nLook.\n\n## Hint 2\n{{a.b}}\n"};
  const auto weave = [&] {
    return weave_markdown("task.md", "# T\n\nDo.\n", hinted, around(),
                          {&symbols, &definitions, "", ""});
  };
  const Lines lines = lines_of(weave());
  REQUIRE(lines.size() == 9);
  CHECK(lines[3] ==
        "\\htmlonly[block]<details class=\"fold\"><summary>Hint 1</summary>\\endhtmlonly");
  CHECK(lines[7].starts_with("\\htmlonly[block]</details>\\endhtmlonly\\htmlonly[block]<details"));
  CHECK(unpack_page(lines[8]).starts_with("0.5\\htmlonly[block]</details>\\endhtmlonly"));
  hinted.more_text = "## Hint 1\n\n$x\n";
  CHECK(testing::refusal(weave).starts_with("hints.md:3: a formula is not closed"));
}

TEST_CASE("What cannot be woven is refused with its line") {
  CHECK(refused("int a;\n") ==
        "mlp.cpp:1: a chapter's page begins with its title; write // # The title");
  CHECK(refused("Text\n", "a.md") == "a.md:1: a page begins with its title; write # The title");
  CHECK(refused("// # T\n//\n// a\n// {{b}}\n") ==
        "mlp.cpp:4: {{b}}: no such number; mend the key");
  CHECK(refused("// # T\n//\n// ![a](results/x.svg)\n") ==
        "mlp.cpp:3: there is no figure results/x.svg; record the chapter");
  CHECK(refused("// # T\n\n\n// # U\n").starts_with("mlp.cpp:4: a page has one title"));
  CHECK(refused("// # T\n//\n// ## A\n// ## A\n")
            .starts_with("mlp.cpp:4: a second section has this title"));
  CHECK(refused("// # T\n//\n// ```cpp\n// f();\n")
            .starts_with("mlp.cpp:3: code is not closed by ```"));
  CHECK(
      refused("// # T\n//\n// ends */ here\n").starts_with("mlp.cpp:3: */ would end the comment"));
  CHECK(refused("// # T\n// \xEE\x80\x80\n")
            .starts_with("mlp.cpp:2: has a character of Unicode's private area"));
  CHECK(refused("").starts_with("mlp.cpp:1: a chapter's page begins"));
}

TEST_CASE("A header says of itself what stands at its head") {
  CHECK(weave_header("#pragma once\n// Softmax.\n// Rows.\n\nint f();\n") ==
        "/** \\file\nSoftmax.\nRows. */\n\nint f();\n");
  const std::string woven = weave_header("#pragma once\n// \\n, @me, a */ b /* c\nint f();\n");
  CHECK(unpack_page(woven) == "/** \\file\n\\n, @me, a */ b /* c */\nint f();\n");
  CHECK(woven.find("*/") == woven.rfind("*/"));
  CHECK(woven.find("/*") == woven.rfind("/*"));
  CHECK(woven.find('@') == std::string::npos);
  CHECK(weave_header("f(\"///\\n\");  /** \\n */\n") == "f(\"///\\n\");  /** \\n */\n");
  CHECK(weave_header("int f();  ///< ends in \\n\n") == "int f();  ///< ends in \\\\n\n");
  CHECK(weave_header("#pragma once\n\nint f();\n") == "/** \\file */\n\nint f();\n");
}

}  // namespace primer::book
