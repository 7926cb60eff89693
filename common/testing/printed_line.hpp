#pragma once
// A line that a program printed, taken apart into words and numbers.

#include <string>
#include <string_view>
#include <vector>

namespace primer::testing {

/// Stands in a line for what is left out of it.
inline constexpr std::string_view left_out_mark = "…";

struct Token {
  /// A decimal has a decimal point or an exponent. NaN and infinity are words.
  enum class Kind { word, whole, decimal, left_out } kind = Kind::word;
  std::string text = {};
  std::size_t begin = 0;  ///< in its line
  bool after_blank =
      false;  ///< of a word after a word. Beside a number blanks are layout: it may need more room
  double value = 0;  ///< of a number
  double unit = 0;   ///< of a decimal's last printed digit: 0.01 of 1.25, 1e-7 of 1.2e-06

  bool is_number() const { return kind == Kind::whole || kind == Kind::decimal; }
};
std::vector<Token> tokens_of(const std::string& line);

/// Whether two lines say the same but for numbers, whole ones excepted.
bool same_words(const std::vector<Token>& a, const std::vector<Token>& b);

}  // namespace primer::testing
