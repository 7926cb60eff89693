#include "common/testing/printed_line.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>

namespace primer::testing {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_sign(char c) { return c == '+' || c == '-'; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Where the number that begins at `at` ends; `at` when none does. A sign after a word or a number is no part of it.
std::size_t end_of_number(const std::string& line, std::size_t at) {
  const auto after_digits = [&](std::size_t i) {
    while (i < line.size() && is_digit(line[i])) ++i;
    return i;
  };
  const bool has_sign = is_sign(line[at]) && (at == 0 || !is_word(line[at - 1]));
  const std::size_t first = at + (has_sign ? 1 : 0);
  std::size_t end = after_digits(first);
  if (end == first) return at;
  const auto c = [&](std::size_t i) { return i < line.size() ? line[i] : '\0'; };
  if (c(end) == '.' && is_digit(c(end + 1))) end = after_digits(end + 1);
  if (c(end) == 'e' || c(end) == 'E') {
    const std::size_t exponent = end + (is_sign(c(end + 1)) ? 2 : 1);
    const std::size_t after = after_digits(exponent);
    if (after > exponent && !is_word(c(after))) end = after;
  }
  return end;
}

Token number(const std::string& text) {
  Token token{.kind = Token::Kind::whole, .text = text};
  token.value = std::strtod(text.c_str(), nullptr);
  const std::size_t e = std::min(text.find_first_of("eE"), text.size());
  const std::size_t point = std::min(text.find('.'), e);
  if (point == text.size()) return token;
  token.kind = Token::Kind::decimal;
  const int exponent = e < text.size() ? std::atoi(text.c_str() + e + 1) : 0;
  const int decimals = point < e ? static_cast<int>(e - point) - 1 : 0;
  token.unit = std::pow(10, exponent - decimals);
  return token;
}

}  // namespace

std::vector<Token> tokens_of(const std::string& line) {
  std::vector<Token> tokens;
  bool in_word = false, after_blank = false;
  for (std::size_t at = 0; at < line.size();) {
    const bool mark = line.compare(at, left_out_mark.size(), left_out_mark) == 0;
    const std::size_t end = mark ? at + left_out_mark.size() : end_of_number(line, at);
    if (end > at) {
      const std::string text = line.substr(at, end - at);
      tokens.push_back(mark ? Token{.kind = Token::Kind::left_out, .text = text} : number(text));
      tokens.back().begin = at;
      in_word = after_blank = false;
      at = end;
    } else if (is_blank(line[at])) {
      after_blank = true;
      in_word = false;
      ++at;
    } else {
      const bool after_word = !tokens.empty() && tokens.back().kind == Token::Kind::word;
      if (!in_word) tokens.push_back({.begin = at, .after_blank = after_blank && after_word});
      tokens.back().text += line[at++];
      in_word = true;
      after_blank = false;
    }
  }
  return tokens;
}

bool same_words(const std::vector<Token>& a, const std::vector<Token>& b) {
  return std::ranges::equal(a, b, [](const Token& x, const Token& y) {
    if (x.is_number() && y.is_number() && x.kind != y.kind) return true;
    if (x.kind != y.kind) return false;
    if (x.kind == Token::Kind::decimal) return true;
    return x.kind == Token::Kind::whole ? x.value == y.value
                                        : x.text == y.text && x.after_blank == y.after_blank;
  });
}

}  // namespace primer::testing
