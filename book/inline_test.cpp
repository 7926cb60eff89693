#include "common/testing/catch.hpp"
//
#include "book/inline.hpp"
#include "book/refusal.hpp"
#include "book/text.hpp"

namespace primer::book {
namespace {

const Surroundings around{
    [](const std::string& key) -> std::string {
      if (key != "a.b:.3f") throw Refusal(0, "no number " + key, "run it");
      return "-0.125";
    },
    [](const std::string& target) -> std::string {
      if (target == "web/A_(b)") return target;
      if (target != "mlp.cpp") throw Refusal(0, "no page " + target, "mend it");
      return "ch04-mlp.html";
    },
    {},
    {},
    [](const std::string& code) -> std::string { return code == "Tensor" ? "tensor.html" : ""; },
    [](const std::string& term) -> std::string {
      return term == "chain rule" ? "<a href=\"#chain\">" : "";
    }};

/// As it looks when it comes out of Doxygen, which copies what it does not know.
std::string markdown(std::string_view text, bool table = false) {
  return unpack_page(to_markdown(text, around, table));
}

std::string refusal_of(std::string_view text) {
  try {
    return markdown(text);
  } catch (const Refusal& refusal) {
    return std::to_string(refusal.line) + ": " + refusal.what();
  }
}

}  // namespace

TEST_CASE("Formulas become those of Doxygen") {
  CHECK(markdown("of $x_1$ $$ y = \\frac12 $$") == "of \\f$x_1\\f$ \\f[ y = \\frac12 \\f]");
  CHECK(markdown("($x$, $y$)") ==
        "(<span class=\"nb\">\\f$x\\f$,</span> <span class=\"nb\">\\f$y\\f$)</span>");
  CHECK(markdown("$f'(x)\n+ 1$") == "\\f$f'(x)\n+ 1\\f$");
  CHECK(markdown("5 \\$ and $\\$$") == "5 $ and \\f$\\$\\f$");
  CHECK(markdown("| $|x|$ | $\\|c\\|$ |", true) ==
        "| \\f$\\vert x\\vert \\f$ | \\f$\\Vert c\\Vert \\f$ |");
}

TEST_CASE("Code is shown as it is and linked where it names something of ours") {
  CHECK(markdown("`a<b*c \"q\" \\n $x$`") == "<code>a&lt;b*c &quot;q&quot; \\n $x$</code>");
  CHECK(markdown("`Tensor`") == "<a class=\"code\" href=\"tensor.html\"><code>Tensor</code></a>");
  CHECK(markdown("`` ` ``") == "<code>`</code>");
  CHECK(markdown("`two\nlines`") == "<code>two\nlines</code>");
  CHECK(markdown("| `a|b` |", true) == "| <code>a|b</code> |");
}

TEST_CASE("Nothing in prose is a command of Doxygen") {
  const std::string text = "\\page @param #include %x a < b & c -> d ~ e --search std::x";
  CHECK(to_markdown(text, around).find_first_of("\\@#%<>&~") == std::string::npos);
  CHECK(plain(markdown(text)) == text);
}

TEST_CASE("Emphasis begins before a word and ends behind one") {
  CHECK(markdown("*a b* and **c\nd**") == "<em>a b</em> and <strong>c\nd</strong>");
  CHECK(markdown("2 * 3 and x*y") == "2 * 3 and x*y");
  CHECK(markdown("* item *x*") == "* item <em>x</em>");
  CHECK(markdown("the **chain rule**.") ==
        "the <a href=\"#chain\"><strong>chain rule</strong></a>.");
}

TEST_CASE("Links lead to pages and keep their text") {
  CHECK(markdown("see [the *third*\npage](mlp.cpp).") ==
        "see <a href=\"ch04-mlp.html\">the <em>third</em>\npage</a>.");
  CHECK(markdown("see [third](\nmlp.cpp)") == "see <a href=\"ch04-mlp.html\">third\n</a>");
  CHECK(markdown("([x](web/A_(b)))") == "(<a href=\"web/A_(b)\">x</a>)");
  CHECK(markdown("x[i] and [k = y]") == "x[i] and [k = y]");
}

TEST_CASE("Keys become numbers") { CHECK(markdown("is {{a.b:.3f}}.") == "is -0.125."); }

TEST_CASE("No line ends within a number") {
  CHECK(markdown("60 000 of 5 kinds, 30 % ± 2") ==
        "60\u00a0000 of 5 kinds, 30\u00a0%\u00a0±\u00a02");
  CHECK(markdown("in 1986 1970 was") == "in 1986 1970 was");
}

TEST_CASE("Quotes are those of printers") {
  CHECK(markdown("\"A *b*\", it's (\"c\")") == "“A <em>b</em>”, it’s (“c”)");
}

TEST_CASE("HTML is made of the same text") {
  CHECK(to_html("$a<b$ `c<d`, e<f", around) == "\\(a&lt;b\\) <code>c&lt;d</code>, e&lt;f");
}

TEST_CASE("What is not closed or not there is refused with its line") {
  CHECK(refusal_of("a\n$x") == "1: a formula is not closed by $");
  CHECK(refusal_of("a\n\n$$x$") == "2: a formula is not closed by $$");
  CHECK(refusal_of("`x") == "0: code is not closed by `");
  CHECK(refusal_of("**x") == "0: ** is not closed");
  CHECK(refusal_of("a *x") == "0: * is not closed");
  CHECK(refusal_of("a\n{{b}}") == "1: no number b");
  CHECK(refusal_of("{{b") == "0: {{ is not closed by }}");
  CHECK(refusal_of("[x](mlp.cpp") == "0: the address of a link is not closed by )");
  CHECK(refusal_of("[x](web/A_(b)") == "0: the address of a link is not closed by )");
  CHECK(refusal_of("\n[x](y.cpp)") == "1: no page y.cpp");
  CHECK(refusal_of("\n[{{b}}](mlp.cpp)") == "1: no number b");
}

TEST_CASE("What would end the page's comment is refused outside of code") {
  CHECK(refusal_of("a\n*/ b") == "1: */ would end the comment that holds the page");
  CHECK(refusal_of("$a */ b$") == "0: */ in a formula would end the comment that holds the page");
  CHECK(refusal_of("`*/`") == "<code>*/</code>");
}

}  // namespace primer::book
