#include "exercises/grader/class/similar.hpp"

#include "common/testing/catch.hpp"

namespace primer::grader {
namespace {

const std::string stub =
    "#include \"f.hpp\"\ndouble f(double x) {\n  // Your code goes here.\n  throw "
    "NotImplemented();\n}\n";
const std::string ann =
    "#include \"f.hpp\"\ndouble f(double x) {\n  double sum = 0;\n"
    "  for (int i = 0; i < 10; ++i) {\n    sum += std::exp(x * i) / (1 + i);\n  }\n"
    "  return sum > 1'000 ? 1e-3 : sum;  // done\n}\n";
/// Ann's, with other names, layout and comments.
const std::string ben =
    "#include \"f.hpp\"\n#include <cmath>\n/* all mine */ double f(double value)\n{\n"
    "    double total = 0; for (int k=0;k<10;++k) { total += std::exp( value*k )/(1+k); }\n"
    "    return total>1'000 ? 1e-3 : total;\n}";
const std::string zoe =
    "#include \"f.hpp\"\ndouble f(double x) {\n  double sum = 0;\n"
    "  for (int i = 0; i < 10; ++i) {\n    sum += std::log(x * i) / (1 + i);\n  }\n"
    "  return sum > 1'000 ? 1e-3 : sum;\n}\n";

HandedIn handed_in(const std::string& id, const std::string& source) {
  return {id, imprint_of(source)};
}

}  // namespace

TEST_CASE("Tokens are what is left without comments and layout and names") {
  using Tokens = std::vector<std::string>;
  CHECK(tokens_of("") == Tokens{});
  CHECK(tokens_of("int a = b + a; // c") == Tokens{"int", "$0", "=", "$1", "+", "$0", ";"});
  CHECK(tokens_of("#include <cmath>\n  # include \"x\"\n/* a\n b */ v.size()") ==
        Tokens{"$0", ".", "size", "(", ")"});
  CHECK(tokens_of("std::exp(p->q) / 1.5e-3f") ==
        Tokens{"std", "::", "exp", "(", "$0", "->", "q", ")", "/", "1.5e-3f"});
  CHECK(tokens_of("'\\'' \"// no \\\" comment\" R\"x(\" )\" )x\" 1'000") ==
        Tokens{"'\\''", "\"// no \\\" comment\"", "R\"x(\" )\" )x\"", "1'000"});
}

TEST_CASE("Tokens of what is no program end") {
  for (const std::string text :
       {"\"", "'", "/*", "//", "R\"(", "R\"", "1e", "#", "#include", "\\"}) {
    CHECK(tokens_of(text).size() <= 2);
  }
  CHECK(tokens_of(std::string("\x80\xff\0\n\"", 5)).size() == 3);
  CHECK(tokens_of(std::string(1 << 20, '(')).size() == 1 << 20);
}

TEST_CASE("Files that differ in names and layout are alike and another function is not") {
  CHECK(imprint_of(ann).digits == imprint_of(ben).digits);
  CHECK(imprint_of(ann).digits != imprint_of(zoe).digits);
  const Originals originals{imprint_of(stub), {}, ""};
  const auto found = likenesses("8.1",
                                {handed_in("zoe", zoe),
                                 handed_in("ben", ben),
                                 handed_in("ann", ann),
                                 handed_in("dan", stub),
                                 {"eve", {}}},
                                originals);
  REQUIRE(found.size() == 1);
  CHECK(found[0].id == "ben");
  CHECK(found[0].other == "ann");
  CHECK(found[0].share == testing::Approx(2.0 / 3));
  CHECK(found[0].tokens == imprint_of(ann).tokens - imprint_of(stub).tokens);
}

TEST_CASE("Files like the solution are all named with it") {
  const Originals originals{imprint_of(stub), imprint_of(zoe), "solutions/f.cpp"};
  const auto found = likenesses(
      "8.1", {handed_in("zoe", zoe), handed_in("ann", ann), handed_in("cy", zoe)}, originals);
  REQUIRE(found.size() == 2);
  CHECK(found[0].id == "cy");
  CHECK(found[1].id == "zoe");
  for (const Likeness& likeness : found) CHECK(likeness.other == "solutions/f.cpp");
}

TEST_CASE("Stubs and short answers are like nothing") {
  const Originals originals{imprint_of(stub), imprint_of("double f(double x) { return 2 * x; }"),
                            "s"};
  const std::string begun = stub + "// I tried.\n", twice = "double f(double y) { return 2 * y; }";
  CHECK(likenesses("8.1",
                   {handed_in("a", stub), handed_in("b", begun), handed_in("c", twice),
                    handed_in("d", twice)},
                   originals)
            .empty());
  CHECK(likenesses("8.1", {}, {}).empty());
}

}  // namespace primer::grader
