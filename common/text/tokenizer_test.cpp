#include "common/text/tokenizer.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <cctype>
#include <cstdlib>
#include <random>

#include "common/testing/catch.hpp"

namespace primer::text {
namespace {

using Words = std::vector<std::string>;

std::string utf8(utf8proc_int32_t character) {
  utf8proc_uint8_t bytes[4];
  const auto length = static_cast<std::size_t>(utf8proc_encode_char(character, bytes));
  return {reinterpret_cast<const char*>(bytes), length};
}

bool is_surrogate(utf8proc_int32_t character) { return character >= 0xD800 && character < 0xE000; }

/// The same by the slow way: characters decoded, put together, and normalised by utf8proc's own function.
Words slowly(std::string_view text) {
  Words words;
  std::string word;
  const auto end_word = [&] {
    if (word.empty()) return;
    for (int pass = 0; pass < 2; ++pass) {  // composed, then lower-cased and composed again
      auto* const nfc = utf8proc_NFC(reinterpret_cast<const utf8proc_uint8_t*>(word.c_str()));
      word = reinterpret_cast<const char*>(nfc);
      std::free(nfc);
      if (pass == 1) break;
      std::string lower;
      for (std::size_t i = 0; i < word.size();) {
        utf8proc_int32_t c = 0;
        i += static_cast<std::size_t>(
            utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(word.data()) + i, 4, &c));
        lower += utf8(utf8proc_tolower(c));
      }
      word = lower;
    }
    words.push_back(word);
    word.clear();
  };
  while (!text.empty()) {
    utf8proc_int32_t c = 0;
    const utf8proc_ssize_t length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                         static_cast<utf8proc_ssize_t>(text.size()), &c);
    const char sort = length < 0 ? 'C' : *utf8proc_category_string(c);
    if (sort == 'L' || sort == 'M' || sort == 'N') {
      word += text.substr(0, static_cast<std::size_t>(length));
    } else {
      end_word();
    }
    text.remove_prefix(length < 0 ? 1 : static_cast<std::size_t>(length));
  }
  end_word();
  return words;
}

}  // namespace

TEST_CASE("Tokens are runs of letters and digits in lower case") {
  CHECK(tokenize("") == Words{});
  CHECK(tokenize(" .,;\n\t") == Words{});
  CHECK(tokenize("a") == Words{"a"});
  CHECK(tokenize("The CAT's 3 kittens, born 2nd-hand") ==
        Words{"the", "cat", "s", "3", "kittens", "born", "2nd", "hand"});
  CHECK(tokenize("snake_case") == Words{"snake", "case"});
  CHECK(tokenize(std::string_view("a\0b", 3)) == Words{"a", "b"});
}

TEST_CASE("Every ASCII character separates unless it is a letter or a digit") {
  for (int c = 0; c < 128; ++c) {
    INFO(c);
    const std::string text{'x', static_cast<char>(c), 'y'};
    const std::string low{'x', static_cast<char>(std::tolower(c)), 'y'};
    CHECK(tokenize(text) == (std::isalnum(c) != 0 ? Words{low} : Words{"x", "y"}));
  }
}

TEST_CASE("Letters of all alphabets are lower-cased") {
  CHECK(tokenize("ÆSOP und Ärger") == Words{"æsop", "und", "ärger"});
  CHECK(tokenize("МОСКВА, Αθήνα") == Words{"москва", "αθήνα"});
  CHECK(tokenize("北京,上海") == Words{"北京", "上海"});
  CHECK(tokenize("हिन्दी") == Words{"हिन्दी"});  // with marks that are no letters
  CHECK(tokenize("x² ٣") == Words{"x²", "٣"});
  CHECK(tokenize("\U00010400\U0001D7D8") ==
        Words{"\U00010428\U0001D7D8"});  // beyond the basic plane
}

TEST_CASE("Both ways to write a letter with a mark are one word") {
  CHECK(tokenize("cafe\u0301") == Words{"caf\u00e9"});
  CHECK(tokenize("CAFE\u0301") == tokenize("caf\u00e9"));
  CHECK(tokenize("\u0130") == tokenize("I\u0307"));  // a capital letter whose small one is plain
  CHECK(tokenize("\u212B") == Words{"\u00e5"});      // the sign for ångström
  CHECK(tokenize("\u1112\u1161\u11ab") == Words{"\ud55c"});  // Hangul, letter by letter
}

TEST_CASE("Bytes that are not UTF-8 separate and do no harm") {
  CHECK(tokenize("a\xff"
                 "b") == Words{"a", "b"});
  CHECK(tokenize("caf\xc3") == Words{"caf"});  // cut off
  CHECK(tokenize("\xc0\xaf"
                 "x") == Words{"x"});  // overlong
  CHECK(tokenize("a\xed\xa0\x80"
                 "b") == Words{"a", "b"});  // a surrogate
  CHECK(tokenize("a\xf4\x90\x80\x80"
                 "b") == Words{"a", "b"});                              // beyond Unicode
  CHECK(tokenize("\xe9t\xe9 \xc3\xa9t\xc3\xa9") == Words{"t", "été"});  // Latin-1 beside UTF-8
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string bytes{static_cast<char>(first), static_cast<char>(second)};
      if (tokenize(bytes) != slowly(bytes)) FAIL(first << ' ' << second);
    }
  }
}

// Beyond U+32000 there is next to nothing assigned, and the sanitizers take their time.
TEST_CASE("Each character of Unicode becomes what the slow way makes of it") {
  for (utf8proc_int32_t c = 0; c < 0x32000; ++c) {
    if (is_surrogate(c)) continue;
    // utf8proc_NFC takes text that ends at a zero
    const std::string text = c == 0 ? "a b" : fmt::format("a{0} {0}\u0301 {0}b", utf8(c));
    if (tokenize(text) != slowly(text)) FAIL(c);
  }
}

TEST_CASE("The tokens of a token are itself") {
  for (utf8proc_int32_t c = 1; c < 0x32000; ++c) {
    if (is_surrogate(c)) continue;
    for (const std::string& token : tokenize(utf8(c) + "\u0301")) {
      if (tokenize(token) != Words{token}) FAIL(c);
    }
  }
}

TEST_CASE("Text from random characters is cut as the slow way cuts it") {
  std::mt19937 draw(1);
  const std::vector<std::string> parts = {"a",       "Z",      "7",  " ",  ".",          "é",
                                          "e\u0301", "\u0323", "Ж",  "ß",  "İ",          "\u1112",
                                          "\u1161",  "\u11ab", "한", "漢", "\xff",       "\xc3",
                                          "Å",       "\u0345", "ᾳ",  "Σ",  "\U00010400", "\n"};
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t length = draw() % 12; length > 0; --length)
      text += parts[draw() % parts.size()];
    if (tokenize(text) != slowly(text)) FAIL(text);
  }
}

TEST_CASE("Random bytes give tokens that are UTF-8 and their own tokens") {
  std::mt19937 draw(2);
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (std::size_t length = draw() % 40; length > 0; --length) text += static_cast<char>(draw());
    for (const std::string& token : tokenize(text)) {
      if (tokenize(token) != Words{token}) FAIL(text);
    }
  }
}

TEST_CASE("A letter under a mountain of marks does not take for ever") {
  std::string text = "a";
  for (int i = 0; i < 300'000; ++i) text += i % 2 == 0 ? "\u0301" : "\u0323";
  std::size_t bytes = 0;
  for_each_token(text, [&](std::string_view token) { bytes += token.size(); });
  CHECK(bytes > 100'000);
}

TEST_CASE("A token stays valid until the next one is taken") {
  Tokenizer tokens("One two ÉTÉ");
  std::string_view token;
  REQUIRE(tokens.next(token));
  CHECK(token == "one");
  REQUIRE(tokens.next(token));
  CHECK(token == "two");
  REQUIRE(tokens.next(token));
  CHECK(token == "été");
  CHECK_FALSE(tokens.next(token));
  CHECK(token == "été");
  CHECK_FALSE(tokens.next(token));
}

}  // namespace primer::text
