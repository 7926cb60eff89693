#include "common/testing/source_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace primer::testing {
namespace {

bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// The word that ends just before `end`, quotes between digits (1'000) included.
std::string_view word_before(std::string_view source, std::size_t end) {
  std::size_t begin = end;
  while (begin > 0 && (is_word(source[begin - 1]) || source[begin - 1] == '\'')) --begin;
  return source.substr(begin, end - begin);
}

std::size_t end_of_line_comment(std::string_view source, std::size_t at) {
  do {
    at = source.find('\n', at + 1);
  } while (at != source.npos && source[at - 1] == '\\');
  return std::min(at, source.size());
}

std::size_t end_of_block_comment(std::string_view source, std::size_t at) {
  const std::size_t end = source.find("*/", at + 2);
  return end == source.npos ? source.size() : end + 2;
}

std::size_t end_of_quoted(std::string_view source, std::size_t at) {
  const char quote = source[at];
  for (++at; at < source.size() && source[at] != quote && source[at] != '\n'; ++at) {
    if (source[at] == '\\') ++at;
  }
  return std::min(at + 1, source.size());
}

/// R"delimiter( ... )delimiter", from its first quote on.
std::size_t end_of_raw_string(std::string_view source, std::size_t at) {
  const std::size_t open = std::min(source.find('(', at), source.size());
  std::string close = ")";
  close.append(source.substr(at + 1, open - at - 1)).append(1, '"');
  const std::size_t end = source.find(close, open);
  return end == source.npos ? source.size() : end + close.size();
}

/// Where the literal that begins at this quote ends; `at` itself when the quote begins none (as in 1'000).
std::size_t end_of_literal(std::string_view source, std::size_t at) {
  const std::string_view before = word_before(source, at);
  if (source[at] == '\'') {
    const bool separates_digits =
        !before.empty() && std::isdigit(static_cast<unsigned char>(before.front()));
    return separates_digits ? at : end_of_quoted(source, at);
  }
  constexpr std::array<std::string_view, 5> raw{"R", "LR", "uR", "UR", "u8R"};
  const bool is_raw = std::find(raw.begin(), raw.end(), before) != raw.end();
  return is_raw ? end_of_raw_string(source, at) : end_of_quoted(source, at);
}

}  // namespace

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return lines;
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

std::vector<Piece> pieces(std::string_view source) {
  std::vector<Piece> result;
  std::size_t begin = 0;  // of the code that is not in `result` yet
  for (std::size_t at = 0; at < source.size();) {
    const std::string_view two = source.substr(at, 2);
    Piece::Kind kind = Piece::Kind::comment;
    std::size_t end = at;
    if (two == "//") {
      end = end_of_line_comment(source, at);
    } else if (two == "/*") {
      end = end_of_block_comment(source, at);
    } else if (source[at] == '"' || source[at] == '\'') {
      kind = Piece::Kind::literal;
      end = end_of_literal(source, at);
    }
    if (end == at) {
      ++at;
      continue;
    }
    if (begin < at) result.push_back({Piece::Kind::code, source.substr(begin, at - begin)});
    result.push_back({kind, source.substr(at, end - at)});
    begin = at = end;
  }
  if (begin < source.size()) result.push_back({Piece::Kind::code, source.substr(begin)});
  return result;
}

std::string essence(std::string_view source) {
  std::string text;
  bool blank = false;         // blanks were left out just before
  bool line_is_empty = true;  // so far, but for blanks
  bool directive = false;     // in a line such as #define, whose end means something
  const auto add = [&](char c) {
    const char last = text.empty() ? '\n' : text.back();
    // Blanks matter between two words (int x), between two equal signs (a + +b), and in macros (#define F (x)).
    if (blank && last != ' ' &&
        (directive || (is_word(last) && is_word(c)) || (last == c && !is_word(c))))
      text += ' ';
    text += c;
    blank = line_is_empty = false;
  };
  for (const Piece& piece : pieces(source)) {
    if (piece.kind == Piece::Kind::comment) {
      blank = true;
      continue;
    }
    if (piece.kind == Piece::Kind::literal) {
      add(piece.text.front());
      text += piece.text.substr(1);
      continue;
    }
    for (const char c : piece.text) {
      if (c == '\n') {
        if (directive && text.back() == '\\') {
          text.pop_back();
        } else if (directive) {
          text += '\n';
          directive = false;
        }
        line_is_empty = true;
      }
      if (c == '#' && line_is_empty && !directive) {
        directive = true;
        blank = false;
        if (!text.empty() && text.back() != '\n') text += '\n';
      }
      if (is_blank(c)) {
        blank = true;
      } else {
        add(c);
      }
    }
  }
  return text;
}

}  // namespace primer::testing
