#include "common/text/gcide_marks.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <utility>

#include "common/text/tokenizer.hpp"

namespace primer::text::gcide {
namespace {

// The dictionary is ASCII, and the locale is not ours to ask.
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_small(c) || is_capital(c); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

bool all_of(std::string_view text, bool (*is)(char)) {
  return !text.empty() && std::ranges::all_of(text, is);
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 22> named = {{
    {"ae", "ae"},    {"AE", "AE"},   {"oe", "oe"},  {"OE", "OE"},   {"eth", "th"},
    {"thorn", "th"}, {"yogh", "gh"}, {"imac", "i"}, {"aum", "a"},   {"add", "a"},
    {"udd", "u"},    {"asl", "a"},   {"ng", "ng"},  {"th", "th"},   {"deg", "°"},
    {"sect", "§"},   {"nbsp", " "},  {"root", ""},  {"bprime", ""}, {"middot", " "},
    {"pounds", "£"}, {"dsdot", "s"},
}};

constexpr std::size_t longest_code = 6;

/// @return whether it is one
bool append_letter(std::string_view code, std::string& text) {
  const auto* const place =
      std::ranges::find(named, code, [](const auto& pair) { return pair.first; });
  if (place != named.end()) {
    text += place->second;
    return true;
  }
  if (all_of(code, is_digit)) {
    text += code;
    return true;
  }
  // One or two letters with an accent before or a caret behind
  std::string_view letters = code;
  if (letters.ends_with('^')) {
    letters.remove_suffix(1);
  } else if (!letters.empty() &&
             std::string_view("'`^\"~=,.*-:").find(letters[0]) != std::string_view::npos) {
    letters.remove_prefix(1);
  } else {
    return false;
  }
  if (letters.size() > 2 || !all_of(letters, is_letter)) return false;
  text += letters;
  return true;
}

/// Bytes of the UTF-8 character at the beginning of a text; 0 if there is none.
std::size_t utf8_length(std::string_view text) {
  utf8proc_int32_t character = 0;
  const utf8proc_ssize_t length =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), &character);
  return length > 0 ? static_cast<std::size_t>(length) : 0;
}

/// Where the bracket or parenthesis that opens a text closes; npos if it does not.
std::size_t closing(std::string_view text, char open, char close) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == open) ++depth;
    if (text[i] == close && --depth == 0) return i;
  }
  return std::string_view::npos;
}

std::string_view without_leading_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

std::string_view first_word(std::string_view text) {
  return text.substr(0, std::min(text.find_first_of(" \n\t\r"), text.size()));
}

/// Bytes of the marks of grammar at the beginning of a text: ", v. t. & i.", "n.; pl."
std::size_t grammar_length(std::string_view text) {
  constexpr std::size_t longest_mark = 8;
  std::size_t length = 0;
  for (;;) {
    std::string_view rest = text.substr(length);
    rest = rest.substr(std::min(rest.find_first_not_of(" \n\t\r,;"), rest.size()));
    const std::string_view word = first_word(rest);
    const std::string_view letters = word.substr(0, word.find_first_of(".,;"));
    const bool is_mark = word.size() > letters.size() && word[letters.size()] == '.' &&
                         letters.size() < longest_mark && all_of(letters, is_small);
    if (!is_mark && word != "&") return length;
    length = static_cast<std::size_t>(word.data() + word.size() - text.data());
  }
}

/// Bytes of the number of a sense at the beginning of a line, "12.", or 0.
std::size_t sense_number_length(std::string_view line) {
  constexpr std::size_t most_digits = 2;  // with more it is a year
  const std::string_view number = first_word(line);
  const bool is_number = number.ends_with('.') && number.size() <= most_digits + 1 &&
                         all_of(number.substr(0, number.size() - 1), is_digit);
  return is_number ? number.size() : 0;
}

/// Bytes of the author at the beginning of a text, with the place in the work, and the blanks behind.
std::size_t author_length(std::string_view text) {
  constexpr std::size_t longest_title = 4;  // "J.", "Bp.", "Dr.", "Jer."
  const std::size_t size = text.size();
  for (;;) {
    const std::string_view word = first_word(text);
    text = without_leading_blanks(text.substr(word.size()));
    const std::string_view next = first_word(text);
    if (next.empty()) return size;
    const bool is_place = is_digit(next[0]) || all_of(next, [](char c) {
                            return std::string_view("ivxlc.,").find(c) != std::string_view::npos;
                          });
    const bool ends = word.ends_with('.');
    const bool is_title = ends && word.size() <= longest_title && is_capital(word[0]);
    const bool is_name = (!ends || is_title) && (is_capital(next[0]) || next == "&");
    const bool is_between = !ends && (next == "of" || next == "and" || next == "the");
    if (!is_place && !is_name && !is_between) return size - text.size();
  }
}

}  // namespace

std::string fold_diacritics(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '[') {
      const std::string_view behind = text.substr(i + 1, longest_code + 1);
      const std::size_t length = behind.find(']');
      if (length != std::string_view::npos && append_letter(behind.substr(0, length), result)) {
        i += length + 2;
        continue;
      }
    }
    // Three bytes are in other character sets, two of them apostrophes
    const std::size_t length = utf8_length(text.substr(i));
    result += length > 0 ? text.substr(i, length) : "'";
    i += std::max<std::size_t>(length, 1);
  }
  return result;
}

std::string without_pronunciations(std::string_view text) {
  std::string result;
  for (std::size_t open = 0; (open = text.find('\\')) != std::string_view::npos;) {
    result += text.substr(0, open);
    const std::size_t close = text.find('\\', open + 1);
    text.remove_prefix(close == std::string_view::npos ? open + 1 : close + 1);
    if (close == std::string_view::npos) continue;
    // Behind it, perhaps, the same in other signs: (kal`o*rif"ik)
    const std::string_view behind = without_leading_blanks(text);
    const std::size_t end =
        behind.starts_with('(') ? closing(behind, '(', ')') : std::string_view::npos;
    if (end != std::string_view::npos) {
      const std::string_view signs = behind.substr(1, end - 1);
      if (signs.find_first_of("*\"`") != std::string_view::npos ||
          signs.find_first_of(" \n") == std::string_view::npos) {
        text = behind.substr(end + 1);
      }
    }
    // So that a word and what it means are one sentence
    const std::size_t grammar = grammar_length(text);
    if (grammar > 0) {
      while (result.ends_with(' ')) result.pop_back();
      result += ':';
      text.remove_prefix(grammar);
    }
  }
  return result += text;
}

std::string without_brackets(std::string_view text) {
  std::string result;
  for (std::size_t open = 0; (open = text.find('[')) != std::string_view::npos;) {
    result += text.substr(0, open);
    text.remove_prefix(open);
    const std::size_t close = closing(text, '[', ']');
    text.remove_prefix(close == std::string_view::npos ? 1 : close + 1);
    result += ' ';
  }
  return result += text;
}

std::string without_authors(std::string_view text) {
  std::string result;
  for (std::size_t dash = 0; (dash = text.find("--")) != std::string_view::npos;) {
    result += text.substr(0, dash);
    text.remove_prefix(dash + 2);
    if (!text.empty() && (is_capital(text[0]) || is_digit(text[0]))) {
      text.remove_prefix(author_length(text));
      result += ' ';
    } else {
      result += "--";
    }
  }
  return result += text;
}

std::string without_marks(std::string_view text) {
  constexpr std::size_t longest_mark = 40;
  std::string result;
  for (std::size_t open = 0; (open = text.find('(')) != std::string_view::npos;) {
    result += text.substr(0, open);
    text.remove_prefix(open);
    const std::size_t close = text.substr(0, longest_mark).find(')');
    if (close != std::string_view::npos) {
      const std::string_view inside = text.substr(1, close - 1);
      const bool is_part = inside.size() == 1 && is_small(inside[0]);
      const bool is_field =
          !inside.empty() && is_capital(inside[0]) && std::ranges::all_of(inside, [](char c) {
            return is_letter(c) || is_blank(c) || c == '.' || c == '&' || c == ',';
          });
      if (is_part || is_field || inside == "?") {
        text.remove_prefix(close + 1);
        result += ' ';
        continue;
      }
    }
    result += '(';
    text.remove_prefix(1);
  }
  return result += text;
}

std::string tidied(std::string_view text) {
  std::string result;
  bool at_line_begin = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '{' || c == '}') continue;
    if (is_blank(c)) {
      at_line_begin = at_line_begin || c == '\n';
      if (!result.empty() && result.back() != ' ') result += ' ';
      continue;
    }
    if (at_line_begin) {
      at_line_begin = false;
      const std::size_t number = sense_number_length(text.substr(i));
      if (number > 0) {
        i += number - 1;
        continue;
      }
    }
    const bool closes = c == ',' || c == '.' || c == ';' || c == '!' || c == '?' || c == ')';
    if (closes && result.ends_with(' ')) result.pop_back();
    result += c;
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

void append_sentences(std::string_view text, std::string& lines) {
  while (!text.empty()) {
    // Up to a mark that ends a sentence
    std::size_t length = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool ends = text[i] == '.' || text[i] == ';' || text[i] == '!' || text[i] == '?';
      const bool before_blank = i + 1 == text.size() || text[i + 1] == ' ';
      const bool goes_on = text[i] == '.' && i + 2 < text.size() && is_small(text[i + 2]);
      if (ends && before_blank && !goes_on) {
        length = i + 1;
        break;
      }
    }
    const std::string_view sentence = text.substr(0, length);
    text = without_leading_blanks(text.substr(length));
    Tokenizer tokens(sentence);
    std::string_view token;
    if (!tokens.next(token) || !tokens.next(token)) continue;
    lines += without_leading_blanks(sentence);
    lines += '\n';
  }
}

}  // namespace primer::text::gcide
