#pragma once

#include <string_view>
#include <vector>

namespace primer::book {

/// A word, sign, literal or comment of C++ as it stands in its source.
struct Token {
  enum class Kind { name, keyword, type, flow, number, sign, literal, comment, directive } kind;
  std::string_view text;
  std::size_t at;  ///< where it begins in the source

  bool is(std::string_view what) const { return text == what; }
  bool is_name() const { return kind == Kind::name; }
};

/// The tokens of a source. `::` and `->` are one sign each, others are single characters; a directive is a # with its
/// word, and the <file> of an #include is a literal.
std::vector<Token> tokens_of(std::string_view source);

std::vector<Token> without_comments(std::vector<Token> tokens);

}  // namespace primer::book
