#pragma once
// Where the words of a text begin and end.

#include <string>
#include <string_view>
#include <vector>

namespace primer::text {

/// Walks through a text token by token. A token is a maximal run of letters, marks and digits, in Unicode's sense of
/// these (general categories L, M and N), lower-cased character by character and composed (NFC), so that the two ways to
/// write é are one word. All else separates: blanks, punctuation, the apostrophe, and bytes that are not UTF-8, of which
/// there may be any. Nothing throws but for want of memory. The tokens of a token are itself.
///
///     Tokenizer tokens(text);
///     for (std::string_view token; tokens.next(token);) …
class Tokenizer {
 public:
  /// @param text any bytes, to be kept until the last token has been taken
  explicit Tokenizer(std::string_view text) : rest_(text) {}

  /// @param token becomes the next one, which is valid until the next call
  /// @return false when there is none, and then leaves `token` as it was
  bool next(std::string_view& token);

 private:
  std::string_view rest_;
  std::string token_;
};

/// Calls take(std::string_view) for each token. The view is valid during the call.
template <class Take>
void for_each_token(std::string_view text, Take&& take) {
  Tokenizer tokens(text);
  for (std::string_view token; tokens.next(token);) take(token);
}

/// All tokens of a text.
std::vector<std::string> tokenize(std::string_view text);

}  // namespace primer::text
