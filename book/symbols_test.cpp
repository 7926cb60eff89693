#include "common/testing/catch.hpp"
//
#include "book/symbols.hpp"
#include "common/testing/files.hpp"

namespace primer::book {
namespace {

const char* const tags = R"(<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<tagfile doxygen_version="1.9.4">
  <compound kind="file">
    <name>fit.hpp</name>
    <path>/house/common/train/</path>
    <filename>fit_8hpp.html</filename>
    <member kind="function">
      <type>Numbers</type>
      <name>fit</name>
    </member>
  </compound>
  <compound kind="namespace">
    <name>primer::train</name>
    <filename>namespaceprimer_1_1train.html</filename>
    <class kind="struct">primer::train::Better</class>
    <member kind="typedef">
      <type>std::vector&lt; double &gt;</type>
      <name>Numbers</name>
      <anchorfile>namespaceprimer_1_1train.html</anchorfile>
      <anchor>a1</anchor>
      <arglist></arglist>
    </member>
    <member kind="typedef">
      <type>const Better &amp;</type>
      <name>Best</name>
      <anchorfile>namespaceprimer_1_1train.html</anchorfile>
      <anchor>a2</anchor>
      <arglist></arglist>
    </member>
    <member kind="enumeration">
      <type></type>
      <name>Mode</name>
      <anchorfile>namespaceprimer_1_1train.html</anchorfile>
      <anchor>a3</anchor>
      <arglist></arglist>
      <enumvalue file="namespaceprimer_1_1train.html" anchor="a4">quick</enumvalue>
    </member>
    <member kind="function">
      <type>Numbers</type>
      <name>fit</name>
      <anchorfile>namespaceprimer_1_1train.html</anchorfile>
      <anchor>a5</anchor>
      <arglist>(const Better &amp;better)</arglist>
    </member>
  </compound>
  <compound kind="struct">
    <name>primer::train::Good</name>
    <filename>good.html</filename>
    <member kind="variable">
      <type>double</type>
      <name>score</name>
      <anchorfile>good.html</anchorfile>
      <anchor>b1</anchor>
      <arglist></arglist>
    </member>
  </compound>
  <compound kind="struct">
    <name>primer::train::Better</name>
    <filename>better.html</filename>
    <base>primer::train::Good</base>
  </compound>
</tagfile>
)";

std::string url(const Symbol* symbol) { return symbol == nullptr ? "none" : symbol->url; }

}  // namespace

TEST_CASE("A tag file tells where symbols are explained") {
  const Symbols symbols = Symbols::read(tags);
  CHECK(url(symbols.find("primer::train::fit", "")) == "namespaceprimer_1_1train.html#a5");
  CHECK(url(symbols.find("train::fit", "primer::chapter")) == "namespaceprimer_1_1train.html#a5");
  CHECK(url(symbols.find("fit", "primer::train")) == "namespaceprimer_1_1train.html#a5");
  CHECK(url(symbols.find("fit", "primer::chapter")) == "none");
  CHECK(url(symbols.find("train::Mode::quick", "primer")) == "namespaceprimer_1_1train.html#a3");
  CHECK(symbols.file("common/train/fit.hpp") == "fit_8hpp.html");
  CHECK(symbols.file("train/none.hpp").empty());
  CHECK(symbols.all().size() == 9);
}

TEST_CASE("Members are found in base classes and through aliases") {
  const Symbols symbols = Symbols::read(tags);
  CHECK(url(symbols.member("primer::train::Better", "score")) == "good.html#b1");
  CHECK(url(symbols.find("train::Best::score", "primer")) == "good.html#b1");
  CHECK(url(symbols.member("primer::train::Better", "none")) == "none");
  CHECK(symbols.class_of("const train::Best &", "primer::chapter") == "primer::train::Better");
  CHECK(symbols.class_of("Numbers", "primer::train").empty());
}

TEST_CASE("Only what has a page has an address") {
  Symbols symbols = Symbols::read(tags), documented;
  documented.add({.name = "primer::train::fit", .url = "namespaceprimer_1_1train.html#a5"});
  symbols.keep_addresses_of(documented);
  CHECK(url(symbols.find("primer::train::fit", "")) == "namespaceprimer_1_1train.html#a5");
  CHECK(url(symbols.find("primer::train::Better::score", "")).empty());
}

TEST_CASE("What is no tag file is refused") {
  CHECK(testing::refusal([] { Symbols::read("<html>"); }) ==
        "the list of symbols: is no tag file of Doxygen; make the book again");
}

}  // namespace primer::book
