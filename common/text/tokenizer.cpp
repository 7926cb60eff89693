#include "common/text/tokenizer.hpp"

#include <utf8proc.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace primer::text {
namespace {

/// What an ASCII byte is in a token: itself in lower case, or one of these.
constexpr char separates = 0;
constexpr char begins_another_character = 1;  // not ASCII: to be decoded

constexpr std::array<char, 256> in_token = [] {
  std::array<char, 256> table{};
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = static_cast<char>(c);
  for (int c = 'a'; c <= 'z'; ++c) {
    table[static_cast<std::size_t>(c)] = static_cast<char>(c);
    table[static_cast<std::size_t>(c - 'a' + 'A')] = static_cast<char>(c);
  }
  for (std::size_t c = 0x80; c < table.size(); ++c) table[c] = begins_another_character;
  return table;
}();

char look_up(char c) { return in_token[static_cast<unsigned char>(c)]; }

/// No word has so many marks on a letter. UAX #15 (stream-safe text) sets the same bound, since sorting them takes the
/// square of their number.
constexpr int most_marks = 30;

enum class Sort { other, mark, letter_or_number };

Sort sort_of(utf8proc_int32_t character) {
  switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return Sort::letter_or_number;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
      return Sort::mark;
    default:
      return Sort::other;
  }
}

/// What becomes of a character of the Basic Multilingual Plane.
struct Character {
  std::uint16_t lower = 0;  // in lower case
  bool plain =
      false;  // a letter or number that no composition changes, if its neighbours are plain
};

std::vector<Character> look_up_plane() {
  std::vector<Character> plane(0x10000);
  for (std::size_t c = 0; c < plane.size(); ++c) {
    const auto character = static_cast<utf8proc_int32_t>(c);
    const utf8proc_int32_t lower = utf8proc_tolower(character);
    if (sort_of(character) != Sort::letter_or_number || lower >= 0x10000) continue;
    const auto is_itself = [](utf8proc_int32_t one) {
      const utf8proc_property_t* property = utf8proc_get_property(one);
      return property->combining_class == 0 && property->decomp_seqindex == UINT16_MAX;
    };
    const bool composes_with_the_one_before = c >= 0x1100 && c < 0x1200;  // letters of Hangul
    plane[c] = {static_cast<std::uint16_t>(lower),
                is_itself(character) && is_itself(lower) && !composes_with_the_one_before};
  }
  return plane;
}

/// The beginning of a text: a token, perhaps empty, and behind it what separates.
struct Run {
  std::size_t token = 0;      // bytes
  std::size_t separator = 0;  // bytes, 0 at the end of the text only
  bool plain = true;          // whether the token, lower-cased character by character, is composed
};

/// @param lower becomes the token in lower case, as long as the run is plain
Run measure(std::string_view text, std::string& lower) {
  static const std::vector<Character> plane = look_up_plane();
  Run run;
  lower.clear();
  for (int marks = 0; run.token < text.size();) {
    utf8proc_int32_t character = 0;
    const auto* next = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + run.token);
    const utf8proc_ssize_t length =
        utf8proc_iterate(next, static_cast<utf8proc_ssize_t>(text.size() - run.token), &character);
    if (length > 0 && character < 0x10000 && plane[static_cast<std::size_t>(character)].plain) {
      utf8proc_uint8_t bytes[4];
      const utf8proc_ssize_t count =
          utf8proc_encode_char(plane[static_cast<std::size_t>(character)].lower, bytes);
      lower.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(count));
      marks = 0;
    } else {
      const Sort sort = length > 0 ? sort_of(character) : Sort::other;
      marks = sort == Sort::mark ? marks + 1 : 0;
      if (sort == Sort::other || marks > most_marks) {
        run.separator = length > 0 ? static_cast<std::size_t>(length) : 1;
        break;
      }
      run.plain = false;
    }
    run.token += static_cast<std::size_t>(length);
  }
  return run;
}

/// NFC of valid UTF-8, with each character in lower case if wanted.
std::string composed(std::string_view text, bool lower) {
  const auto lower_case = [](utf8proc_int32_t c, void*) { return utf8proc_tolower(c); };
  utf8proc_uint8_t* bytes = nullptr;
  const utf8proc_ssize_t length =
      utf8proc_map_custom(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                          static_cast<utf8proc_ssize_t>(text.size()), &bytes,
                          static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE),
                          lower ? static_cast<utf8proc_custom_func>(lower_case) : nullptr, nullptr);
  if (length < 0) throw std::bad_alloc();  // the only thing that can be wrong here
  std::string result(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  std::free(bytes);
  return result;
}

}  // namespace

bool Tokenizer::next(std::string_view& token) {
  for (;;) {
    std::size_t begin = 0;
    while (begin < rest_.size() && look_up(rest_[begin]) == separates) ++begin;
    rest_.remove_prefix(begin);
    if (rest_.empty()) return false;

    // ASCII alone: as it stands, if it is in lower case
    std::size_t length = 0;
    bool as_it_stands = true;
    char low = separates;
    for (; length < rest_.size() && (low = look_up(rest_[length])) > begins_another_character;
         ++length) {
      as_it_stands &= low == rest_[length];
    }
    if (length == rest_.size() || low == separates) {
      const std::string_view run = rest_.substr(0, length);
      rest_.remove_prefix(length);
      if (as_it_stands) {
        token = run;
      } else {
        token_.resize(length);
        for (std::size_t i = 0; i < length; ++i) token_[i] = look_up(run[i]);
        token = token_;
      }
      return true;
    }

    // Another alphabet. Composed first, so that both ways to write a capital letter have the same small one
    const Run run = measure(rest_, token_);
    const std::string_view characters = rest_.substr(0, run.token);
    rest_.remove_prefix(run.token + run.separator);
    if (characters.empty()) continue;
    if (!run.plain) token_ = composed(composed(characters, false), true);
    token = token_;
    return true;
  }
}

std::vector<std::string> tokenize(std::string_view text) {
  std::vector<std::string> tokens;
  for_each_token(text, [&](std::string_view token) { tokens.emplace_back(token); });
  return tokens;
}

}  // namespace primer::text
