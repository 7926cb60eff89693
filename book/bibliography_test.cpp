#include "book/bibliography.hpp"

#include "common/error/error.hpp"
#include "common/testing/catch.hpp"

namespace primer::book {
namespace {

using testing::ContainsSubstring;

Bibliography parsed(const std::string& text) { return Bibliography::parse(text, "x.bib"); }

const std::string pearson =
    "Comments stand [between](@key) entries.\n\n@article{pearson1901,\n  author = {Pearson, "
    "Karl},\n"
    "  title = {On lines\n    and {P}lanes},\n  journal = {Philosophical Magazine},\n  volume = "
    "{2},\n"
    "  pages = {559-572},\n  year = {1901},\n  doi = {10.1080/1},\n}\n";

}  // namespace

TEST_CASE("An entry of BibTeX becomes a reference") {
  const auto all = parsed(pearson);
  REQUIRE(all.find("pearson1901") != nullptr);
  CHECK(all.find("pearson1902") == nullptr);
  const Reference& r = *all.find("pearson1901");
  CHECK(r.line == 3);
  CHECK(r.authors == std::vector<std::string>{"Karl Pearson"});
  CHECK(to_html(r) ==
        "Karl Pearson, <em>On lines and Planes</em>, Philosophical Magazine 2, 559-572, 1901. "
        "<a href=\"https://doi.org/10.1080/1\">doi.org/10.1080/1</a>");
}

TEST_CASE("References stand in the order of their authors and years") {
  const auto entry = [](const std::string& key, const std::string& author,
                        const std::string& year) {
    return "@book{" + key + ", author = {" + author +
           "}, title = {T & T}, publisher = {P}, year = {" + year + "}}\n";
  };
  const auto all =
      parsed(entry("a", "Zorn, A. and Abel, B.", "1990") + entry("b", "Abel, B.", "1980") +
             entry("c", "Abel, A. and Zorn, B. and Moor, C.", "1970"));
  REQUIRE(all.all().size() == 3);
  CHECK(all.all()[0].key == "c");
  CHECK(all.all()[1].key == "b");
  CHECK(to_html(all.all()[2]) == "A. Zorn and B. Abel, <em>T &amp; T</em>, P, 1990.");
}

TEST_CASE("What is not of the form that we read is refused with its line") {
  const auto problem = [](const std::string& text) {
    try {
      parsed(text);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK_THAT(problem(pearson + pearson), ContainsSubstring("pearson1901 is there twice"));
  CHECK_THAT(problem("\n@book{a, title = {T}, publisher = {P}, year = {1}}"),
             ContainsSubstring("x.bib:2: a has no author"));
  CHECK_THAT(problem("@book{a, author = {A}, title = {T}, year = {1}}"),
             ContainsSubstring("does not say where"));
  CHECK_THAT(problem("@book{a, author = {M\\\"oller}}"), ContainsSubstring("TeX command"));
  CHECK_THAT(problem("@book{a, author = {A"), ContainsSubstring("never closed"));
  CHECK_THAT(problem("@book{a, author = \"A\"}"), ContainsSubstring("has no { here"));
  CHECK_THAT(problem("@book{a, year = {1}, year = {2}}"), ContainsSubstring("says year twice"));
  CHECK_THAT(problem("@book{a, jurnal = {J}, author = {A}, title = {T}, year = {1}}"),
             ContainsSubstring("a has a field jurnal"));
  CHECK_THAT(problem("@book a"), ContainsSubstring("has no { here"));
}

TEST_CASE("Citations are found in a text with their lines") {
  const auto found =
      citations_in("// As [Karl\n// Pearson](@pearson1901) says, [and](x.cpp)\n// [others](@a_b)");
  REQUIRE(found.size() == 2);
  CHECK(found[0].key == "pearson1901");
  CHECK(found[0].text == "Karl Pearson");
  CHECK(found[0].line == 2);
  CHECK(found[1].key == "a_b");
  CHECK(found[1].line == 3);
}

TEST_CASE("A citation has to have its reference and a title in italics to be that one") {
  const auto all = parsed(pearson);
  CHECK(fault_of({"pearson1901", "Pearson", 1}, all).empty());
  CHECK(fault_of({"pearson1901", "*On lines and Planes*", 1}, all).empty());
  CHECK_THAT(fault_of({"pearson1901", "*On lines*", 1}, all),
             ContainsSubstring("On lines and Planes"));
  CHECK_THAT(fault_of({"pearson", "Pearson", 1}, all), ContainsSubstring("there is no pearson"));
}

}  // namespace primer::book
