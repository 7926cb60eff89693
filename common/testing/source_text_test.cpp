#include "common/testing/source_text.hpp"
#include "common/testing/catch.hpp"

namespace primer::testing {
namespace {

/// The comments of a source, each between angle brackets.
std::string comments_of(std::string_view source) {
  std::string found;
  for (const Piece& piece : pieces(source)) {
    if (piece.kind == Piece::Kind::comment) found.append("<").append(piece.text).append(">");
  }
  return found;
}

TEST_CASE("lines are what stands between line ends") {
  CHECK(lines_of("").empty());
  CHECK(lines_of("a\n\nb") == std::vector<std::string>{"a", "", "b"});
  CHECK(trim(" \t a b\n") == "a b");
  CHECK(trim(" \n").empty());
  CHECK(lines_of("a\n\n") == std::vector<std::string>{"a", ""});
}

TEST_CASE("pieces put together give the source again") {
  const std::string source = "int x = '\\'';  // one\n/* two */ auto s = \"//\" R\"(\")\";\n'";
  std::string again;
  for (const Piece& piece : pieces(source)) again += piece.text;
  CHECK(again == source);
  CHECK(pieces("").empty());
}

TEST_CASE("comments are told from code and from literals") {
  CHECK(comments_of("a // b\nc") == "<// b>");
  CHECK(comments_of("a /* b\n */ c /**/") == "</* b\n */></**/>");
  CHECK(comments_of("a // b \\\n still b\nc") == "<// b \\\n still b>");
  CHECK(comments_of("\"// no\" '\\'' /* yes */") == "</* yes */>");
  CHECK(comments_of("\"a\\\"// no\" // yes") == "<// yes>");
  CHECK(comments_of("R\"x(// no )\" // no )x\" // yes") == "<// yes>");
  CHECK(comments_of("u8R\"(// no)\" // yes") == "<// yes>");
  CHECK(comments_of("1'000'000 + 0xFF'FF // yes") == "<// yes>");
  CHECK(comments_of("u'a' + L'\"' // yes") == "<// yes>");
  CHECK(comments_of("#error don't // yes\n// yes") == "<// yes>");
  CHECK(comments_of("/* without an end") == "</* without an end>");
}

TEST_CASE("comments and layout do not count") {
  const std::string source = "#include <a>\n\nint f(int x) {\n  return x + 1;  // one more\n}\n";
  CHECK(essence(source) == essence("#include <a>\nint f ( int x )\n{ return x+1; }"));
  CHECK(essence("a/* */b") == essence("a b"));
  CHECK(essence("#define A \\\n  1\nint x;") == essence("#define A 1  // one\nint x;"));
}

TEST_CASE("everything else counts") {
  CHECK(essence("int x = 1;") != essence("int x = 2;"));
  CHECK(essence("int x;") != essence("intx;"));
  CHECK(essence("a + +b") != essence("a ++b"));
  CHECK(essence("\"a b\"") != essence("\"a  b\""));
  CHECK(essence("\"// a\"") != essence("\"// b\""));
  CHECK(essence("#define F (x)\n") != essence("#define F(x)\n"));
  CHECK(essence("#define A 1\nint x;") != essence("#define A 1 int x;"));
  CHECK(essence("1'000") != essence("1'001"));
}

}  // namespace
}  // namespace primer::testing
