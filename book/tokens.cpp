#include "book/tokens.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "common/testing/source_text.hpp"

namespace primer::book {
namespace {

using Words = std::set<std::string_view>;

const Words keywords{"alignas",       "alignof",      "asm",
                     "class",         "concept",      "const",
                     "consteval",     "constexpr",    "constinit",
                     "const_cast",    "decltype",     "default",
                     "delete",        "dynamic_cast", "enum",
                     "explicit",      "export",       "extern",
                     "false",         "final",        "friend",
                     "inline",        "mutable",      "namespace",
                     "new",           "noexcept",     "nullptr",
                     "operator",      "override",     "private",
                     "protected",     "public",       "reinterpret_cast",
                     "requires",      "sizeof",       "static",
                     "static_assert", "static_cast",  "struct",
                     "template",      "this",         "thread_local",
                     "true",          "typedef",      "typeid",
                     "typename",      "union",        "using",
                     "virtual",       "volatile",     "__global__",
                     "__device__",    "__shared__",   "__host__"};
const Words types{"auto", "bool",  "char",   "double",   "float", "int",
                  "long", "short", "signed", "unsigned", "void"};
const Words flows{"break",    "case",   "catch", "continue", "co_await", "co_return",
                  "co_yield", "do",     "else",  "for",      "goto",     "if",
                  "return",   "switch", "throw", "try",      "while"};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

Token::Kind kind_of(std::string_view word) {
  if (keywords.contains(word)) return Token::Kind::keyword;
  if (types.contains(word)) return Token::Kind::type;
  if (flows.contains(word)) return Token::Kind::flow;
  return Token::Kind::name;
}

/// Cuts a stretch of code that has neither comments nor literals.
void cut(std::string_view code, std::size_t offset, std::vector<Token>& tokens) {
  bool line_begins = tokens.empty();
  for (std::size_t i = 0; i < code.size();) {
    const char c = code[i];
    std::size_t end = i + 1;
    Token::Kind kind = Token::Kind::sign;
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      line_begins = line_begins || c == '\n';
      ++i;
      continue;
    }
    if (c == '#' && line_begins) {
      kind = Token::Kind::directive;
      while (end < code.size() && (is_word(code[end]) || code[end] == ' ') && code[end] != '\n') {
        if (code[end] == ' ' && is_word(code[end - 1])) break;
        ++end;
      }
    } else if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      kind = Token::Kind::number;
      while (end < code.size() && (is_word(code[end]) || code[end] == '.' || code[end] == '\''))
        ++end;
    } else if (is_word(c)) {
      while (end < code.size() && is_word(code[end])) ++end;
      kind = kind_of(code.substr(i, end - i));
    } else if (code.substr(i, 2) == "::" || code.substr(i, 2) == "->") {
      end = i + 2;
    } else if (c == '<' && !tokens.empty() && tokens.back().is("#include")) {
      kind = Token::Kind::literal;
      end = std::min(code.find('>', i), code.size() - 1) + 1;
    }
    tokens.push_back({kind, code.substr(i, end - i), offset + i});
    line_begins = false;
    i = end;
  }
}

}  // namespace

std::vector<Token> tokens_of(std::string_view source) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  for (const testing::Piece& piece : testing::pieces(source)) {
    if (piece.kind == testing::Piece::Kind::code) {
      cut(piece.text, at, tokens);
    } else {
      const bool literal = piece.kind == testing::Piece::Kind::literal;
      tokens.push_back({literal ? Token::Kind::literal : Token::Kind::comment, piece.text, at});
    }
    at += piece.text.size();
  }
  return tokens;
}

std::vector<Token> without_comments(std::vector<Token> tokens) {
  std::erase_if(tokens, [](const Token& token) { return token.kind == Token::Kind::comment; });
  return tokens;
}

}  // namespace primer::book
