#include "exercises/grader/class/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace primer::grader {
namespace {

/// How many bytes at the beginning of the text are one character, 0 if they are none; and which.
std::size_t first_character(std::string_view text, char32_t& character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  const unsigned char first = byte(0);
  const std::size_t length = first < 0x80             ? 1
                             : (first & 0xE0) == 0xC0 ? 2
                             : (first & 0xF0) == 0xE0 ? 3
                             : (first & 0xF8) == 0xF0 ? 4
                                                      : 0;
  if (length == 0 || length > text.size()) return 0;
  character = length == 1 ? first : first & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    character = character << 6 | (byte(i) & 0x3Fu);
  }
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  return character < smallest[length] || surrogate || character > 0x10FFFF ? 0 : length;
}

/// Whether it is better shown by its bytes.
bool is_unfit(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  const bool turns_writing = c == 0x061C || c == 0x200E || c == 0x200F ||
                             (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  return control || turns_writing || (c & 0xFFFE) == 0xFFFE;
}

std::string clean(std::string_view text, std::size_t longest, std::string_view allowed) {
  std::string out;
  while (!text.empty()) {
    char32_t character = 0;
    std::size_t length = first_character(text, character);
    std::string shown(text.substr(0, std::max<std::size_t>(length, 1)));
    if (text.starts_with("\r\n") && allowed.find('\n') != allowed.npos) {
      length = 2;
      shown = "\n";
    } else if (length == 0 || (is_unfit(character) && allowed.find(text[0]) == allowed.npos)) {
      std::string bytes;
      for (const char c : shown) bytes += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
      shown = bytes;
    }
    if (out.size() + shown.size() > longest) return out + "…";
    out += shown;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace

std::string clean_text(std::string_view text, std::size_t longest) {
  return clean(text, longest, "\n\t");
}
std::string clean_line(std::string_view text, std::size_t longest) {
  return clean(text, longest, "");
}

std::string xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&apos;";
        break;
      case '\n':  // a parser makes a blank of it between quotes
        out += "&#10;";
        break;
      case '\t':
        out += "&#9;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string markdown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '\n' || c == '\t') {
      out += ' ';
    } else {
      if (std::string_view("\\`*_{}[]()#+!|~$").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string markdown_block(std::string_view text) {
  std::size_t longest = 2, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  return fmt::format("{}text\n{}\n{}\n", fence, text, fence);
}

std::string csv(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '\n') {
      cell += " / ";
    } else {
      cell += c == '\t' ? ' ' : c;
    }
  }
  const std::size_t first = cell.find_first_not_of(' ');
  if (first != cell.npos && std::string_view("=+-@").find(cell[first]) != std::string_view::npos) {
    cell.insert(0, "'");
  }
  if (cell.find_first_of(",\"") == cell.npos && !cell.starts_with(' ') && !cell.ends_with(' ')) {
    return cell;
  }
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

}  // namespace primer::grader
