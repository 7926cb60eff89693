#include "common/testing/catch.hpp"
//
#include "book/names.hpp"

namespace primer::book {
namespace {

using Kind = Symbol::Kind;

/// A library in small.
Symbols library() {
  Symbols symbols;
  symbols.add({Kind::space, "primer", "primer"});
  symbols.add({Kind::space, "primer::nn", "nn"});
  symbols.add({Kind::type, "primer::Tensor", "Tensor"});
  symbols.add({Kind::function, "primer::Tensor::zeros", "zeros", "Tensor"});
  symbols.add({Kind::function, "primer::Tensor::rows", "Tensor.rows", "Tensor"});
  symbols.add({Kind::function, "primer::Tensor::Tensor", "constructor"});
  symbols.add({Kind::function, "primer::Tensor::item", "item", "float"});
  symbols.add({Kind::function, "primer::sum", "sum", "Tensor"});
  symbols.add({Kind::function, "primer::softmax", "softmax", "Tensor"});
  symbols.add({Kind::alias, "primer::Index", "Index", "std::int64_t"});
  symbols.add({Kind::type, "primer::nn::Module", "Module"});
  symbols.add({Kind::function, "primer::nn::Module::operator()", "call", "Tensor"});
  symbols.add({Kind::type, "primer::nn::Linear", "Linear"});
  symbols.add_base("primer::nn::Linear", "primer::nn::Module");
  symbols.add({Kind::type, "primer::Dataset", "Dataset"});
  symbols.add({Kind::variable, "primer::Dataset::x", "Dataset.x", "Tensor"});
  symbols.add({Kind::function, "primer::Dataset::rows", "Dataset.rows", "Dataset"});
  symbols.add({Kind::function, "primer::load", "load", "Dataset"});
  symbols.add({Kind::type, "primer::Options", "Options"});
  symbols.add({Kind::variable, "primer::Options::rate", "rate", "double"});
  symbols.add({Kind::type, "primer::Adam", "Adam"});
  symbols.add(
      {Kind::function, "primer::Adam::Adam", "Adam()", "", "(int n, const Options &options={})"});
  symbols.add({Kind::value, "primer::Unary::relu", "relu", "Unary"});
  symbols.add({Kind::type, "primer::Unary", "Unary"});
  symbols.add({Kind::type, "primer::chapter_04::Sets", "own"});
  symbols.add({Kind::variable, "primer::chapter_04::Sets::train", "own", "Dataset"});
  symbols.add_file("common/tensor.hpp", "tensor_8hpp");
  return symbols;
}

/// Code with each link written behind its name, a{url}; of a qualified name, behind the last.
std::string linked(std::string_view code, const Definitions& definitions = {}) {
  const Symbols symbols = library();
  const auto tokens = tokens_of(code);
  const auto addresses = addresses_of(tokens, {&symbols, &definitions, "primer::chapter_04", ""});
  std::string result(code);
  for (std::size_t i = tokens.size(); i-- > 0;) {
    const bool more =
        i + 1 < tokens.size() && addresses[i + 1] == addresses[i] && tokens[i + 1].is("::");
    if (addresses[i].empty() || more || tokens[i].is("::")) continue;
    result.insert(tokens[i].at + tokens[i].text.size(), "{" + addresses[i] + "}");
  }
  return result;
}

std::string in_function(const std::string& code, const Definitions& definitions = {}) {
  const std::string head = "namespace primer::chapter { void f() { ", foot = " } }";
  const std::string result = linked(head + code + foot, definitions);
  return result.substr(head.size(), result.size() - head.size() - foot.size());
}

}  // namespace

TEST_CASE("Types and functions are found from the chapter's namespace outwards") {
  CHECK(in_function("Tensor t;") == "Tensor{Tensor} t;");
  CHECK(in_function("nn::Linear l(2, 3);") == "nn::Linear{Linear} l(2, 3);");
  CHECK(in_function("Tensor::zeros(s);") == "Tensor::zeros{zeros}(s);");
  CHECK(in_function("f(sum(x));") == "f(sum{sum}(x));");
  CHECK(in_function("std::vector<Tensor> v;") == "std::vector<Tensor{Tensor}> v;");
  CHECK(in_function("std::sum(x); Unary::relu;") == "std::sum(x); Unary::relu{relu};");
  CHECK(in_function("primer::sum(x);") == "primer::sum{sum}(x);");
}

TEST_CASE("A variable is none of the library's even if it is called so") {
  CHECK(in_function("double sum = 0; sum += sum;") == "double sum = 0; sum += sum;");
  CHECK(in_function("std::vector<int> sum; sum.rows();") == "std::vector<int> sum; sum.rows();");
  CHECK(in_function("const auto sum = [](int a) {}; sum(2);") ==
        "const auto sum = [](int a) {}; sum(2);");
  CHECK(in_function("const auto [load, x] = g(); load(x);") ==
        "const auto [load, x] = g(); load(x);");
}

TEST_CASE("Members are followed from what is known of a variable") {
  CHECK(in_function("const Dataset& d = g(); d.rows(1).x.item();") ==
        "const Dataset{Dataset}& d = g(); d.rows{Dataset.rows}(1).x{Dataset.x}.item{item}();");
  CHECK(in_function("const auto d = load(1); d.x;") ==
        "const auto d = load{load}(1); d.x{Dataset.x};");
  CHECK(in_function("nn::Linear l; l(x).item();") == "nn::Linear{Linear} l; l(x).item{item}();");
  CHECK(in_function("Tensor(s).item();") == "Tensor{Tensor}(s).item{item}();");
  CHECK(in_function("Tensor(s).rows(1).item();") ==
        "Tensor{Tensor}(s).rows{Tensor.rows}(1).item{item}();");
  CHECK(in_function("unknown.rows();") == "unknown.rows();");
  for (const char* of_nothing : {".rows();", "->rows();", ".rate = 1", ".", ""})
    CHECK(linked(of_nothing) == of_nothing);
  CHECK(linked("namespace primer::chapter { int f(Dataset& d) { return d.x; } int g() { return "
               "d.x; } }") ==
        "namespace primer::chapter { int f(Dataset{Dataset}& d) { return d.x{Dataset.x}; } int g() "
        "{ return d.x; } }");
}

TEST_CASE("Fields in braces belong to what is made or to what is taken") {
  CHECK(in_function("Options o{.rate = 1};") == "Options{Options} o{.rate{rate} = 1};");
  CHECK(in_function("Adam a(g(2), {.rate = 1});") == "Adam{Adam} a(g(2), {.rate{rate} = 1});");
  CHECK(in_function("g({.rate = 1});") == "g({.rate = 1});");
}

TEST_CASE("What the chapter defines comes before the library") {
  const Definitions own{{"softmax", {"p#l7", ""}},
                        {"Sets", {"h#l3", ""}},
                        {"draw", {"p#l9", "static const Tensor &"}}};
  CHECK(in_function("softmax(x);", own) == "softmax{p#l7}(x);");
  CHECK(in_function("draw(x).item();", own) == "draw{p#l9}(x).item{item}();");
  CHECK(in_function("primer::softmax(x);", own) == "primer::softmax{softmax}(x);");
  CHECK(in_function("const Sets s = g(); s.train.x;", own) ==
        "const Sets{h#l3} s = g(); s.train.x{Dataset.x};");
}

TEST_CASE("Includes lead to the page of the file") {
  CHECK(linked("#include \"common/tensor.hpp\"\n#include <cmath>\n") ==
        "#include \"common/tensor.hpp\"{tensor_8hpp}\n#include <cmath>\n");
}

TEST_CASE("Definitions are those in namespaces") {
  Definitions found;
  add_definitions(
      "namespace primer::chapter {\n"
      "struct Sets { int size() const; };\n"
      "using Row = int;\n"
      "static Sets load(int n) {\n"
      "  return make(n);\n"
      "}\n"
      "namespace { double f(); }\n"
      "}\n"
      "int main() {}\n",
      "p.html", found);
  std::map<std::string, std::string> addresses, types;
  for (const auto& [name, definition] : found) {
    addresses[name] = definition.address;
    types[name] = definition.type;
  }
  CHECK(addresses == std::map<std::string, std::string>{{"Sets", "p.html#l2"},
                                                        {"Row", "p.html#l3"},
                                                        {"load", "p.html#l4"},
                                                        {"f", "p.html#l7"},
                                                        {"main", "p.html#l9"}});
  CHECK(types["load"] == "static Sets");
  CHECK(types["Row"].empty());
}

TEST_CASE("Several variables may be declared at once") {
  CHECK(in_function("Tensor a = f(), b = g(1, 2); b.item();") ==
        "Tensor{Tensor} a = f(), b = g(1, 2); b.item{item}();");
  CHECK(in_function("f(Tensor(s), sum); sum(sum);") == "f(Tensor{Tensor}(s), sum); sum{sum}(sum);");
}

}  // namespace primer::book
