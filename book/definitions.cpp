#include <algorithm>
#include <string>

#include "book/names.hpp"

namespace primer::book {
namespace {

/// What a function returns whose name is token `name`: all that its statement begins with.
std::string type_before(const std::vector<Token>& tokens, std::size_t name) {
  std::size_t begin = name;
  while (begin > 0 && !tokens[begin - 1].is(";") && !tokens[begin - 1].is("}") &&
         !tokens[begin - 1].is("{"))
    --begin;
  std::string type;
  for (std::size_t i = begin; i < name; ++i) {
    const bool joins = tokens[i].is("::") || (i > begin && tokens[i - 1].is("::"));
    type += (type.empty() || joins ? "" : " ") + std::string(tokens[i].text);
  }
  return type;
}

}  // namespace

void add_definitions(std::string_view source, const std::string& page, Definitions& definitions) {
  const auto tokens = without_comments(tokens_of(source));
  const auto is = [&](std::size_t i, std::string_view text) {
    return i < tokens.size() && tokens[i].is(text);
  };
  int depth = 0;  // of brackets that are no namespace's
  std::vector<bool> namespaces;
  bool opens_namespace = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.is("namespace")) opens_namespace = true;
    if (token.is(";")) opens_namespace = false;
    if (token.is("{") || token.is("(") || token.is("[")) {
      namespaces.push_back(token.is("{") && opens_namespace);
      depth += namespaces.back() ? 0 : 1;
      opens_namespace = false;
    }
    if ((token.is("}") || token.is(")") || token.is("]")) && !namespaces.empty()) {
      depth -= namespaces.back() ? 0 : 1;
      namespaces.pop_back();
    }
    if (depth > 0 || i == 0 || !token.is_name() || opens_namespace) continue;
    const Token& before = tokens[i - 1];
    const bool type = before.is("struct") || before.is("class") || before.is("enum") ||
                      (before.is("using") && is(i + 1, "="));
    const bool has_type = before.is_name() || before.kind == Token::Kind::type || before.is("&") ||
                          before.is("*") || before.is(">");
    if (!type && !(has_type && is(i + 1, "("))) continue;
    const auto line = 1 + std::count(source.begin(),
                                     source.begin() + static_cast<std::ptrdiff_t>(token.at), '\n');
    definitions.emplace(std::string(token.text), Definition{page + "#l" + std::to_string(line),
                                                            type ? "" : type_before(tokens, i)});
  }
}

}  // namespace primer::book
