#pragma once
// Code as tokens, for who walks through it.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "book/tokens.hpp"

namespace primer::book {

/// Where a name stands: "train::fit" is one with three tokens.
struct Path {
  std::string name;
  std::size_t end;    ///< the token behind it
  std::size_t parts;  ///< 2
};

/// Tokens that may be asked for beyond their end.
class Code {
 public:
  explicit Code(const std::vector<Token>& tokens) : tokens_(tokens) {}

  std::size_t size() const { return tokens_.size(); }
  const Token& at(std::size_t i) const {
    static const Token nothing{Token::Kind::sign, "", 0};
    return i < tokens_.size() ? tokens_[i] : nothing;
  }
  bool is(std::size_t i, std::string_view text) const { return at(i).is(text); }
  bool is_one_of(std::size_t i, std::string_view signs) const {
    return at(i).text.size() == 1 && signs.find(at(i).text) != signs.npos;
  }

  Path path_at(std::size_t i) const {
    Path path{std::string(at(i).text), i + 1, 1};
    while (is(path.end, "::") && at(path.end + 1).is_name()) {
      path.name += "::" + std::string(at(path.end + 1).text);
      path.end += 2;
      ++path.parts;
    }
    return path;
  }

  /// Behind <…>, if that looks like template arguments; else where it began.
  std::size_t behind_arguments(std::size_t i) const {
    if (!is(i, "<")) return i;
    int depth = 0;
    for (std::size_t k = i; k < std::min(i + 60, tokens_.size()); ++k) {
      if (is(k, "<")) ++depth;
      if (is(k, ">") && --depth == 0) return k + 1;
      if (is_one_of(k, ";{}&|") && !is(k, "&")) return i;
    }
    return i;
  }

 private:
  const std::vector<Token>& tokens_;
};

}  // namespace primer::book
