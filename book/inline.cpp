#include "book/inline.hpp"

#include <cctype>

#include "book/pieces.hpp"
#include "book/refusal.hpp"
#include "book/text.hpp"

namespace primer::book {

Surroundings within_link(Surroundings around) {
  around.symbol = {};
  around.term = {};
  around.page = [](const std::string& target) -> std::string {
    throw Refusal(0, "a link to " + target + " stands within a link", "leave one of them out");
  };
  return around;
}

std::string to_markdown(std::string_view text, const Surroundings& around, bool table) {
  std::string result;
  for (const Piece& piece : pieces_of(text, around, table)) {
    switch (piece.kind) {
      case Piece::Kind::text:
        result += piece.content;
        break;
      case Piece::Kind::markup:
        result += pack(piece.content);
        break;
      case Piece::Kind::formula:
        result += "\\f$" + piece.content + "\\f$";
        break;
      case Piece::Kind::display:
        result += "\\f[" + piece.content + "\\f]";
        break;
    }
  }
  return result;
}

std::string to_html(std::string_view text, const Surroundings& around) {
  std::string result;
  for (const Piece& piece : pieces_of(text, around, false)) {
    switch (piece.kind) {
      case Piece::Kind::text:
        result += html(piece.content);
        break;
      case Piece::Kind::markup:
        result += piece.content;
        break;
      case Piece::Kind::formula:
        result += "\\(" + html(piece.content) + "\\)";
        break;
      case Piece::Kind::display:
        result += "\\[" + html(piece.content) + "\\]";
        break;
    }
  }
  return result;
}

std::string title_html(std::string_view markdown, const Surroundings& around) {
  return to_html(markdown, within_link(around));
}

std::string heading(std::string_view markdown, const Surroundings& around) {
  const std::string html = title_html(markdown, around);
  std::string result;
  for (std::size_t i = 0; i < html.size();) {
    std::size_t length = 1;
    const char c = html[i];
    if (c == '<') length = html.find('>', i) + 1 - i;
    if (c == '&') length = html.find(';', i) + 1 - i;
    if (c == '\\') length = html.find("\\)", i) + 2 - i;
    const std::string_view part = std::string_view(html).substr(i, length);
    const bool safe = std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & '\x80') != 0 ||
                      std::string_view(" ,.:;()?!-").find(c) != std::string_view::npos;
    result += safe ? std::string(part) : pack(part);
    i += part.size();
  }
  return result;
}

}  // namespace primer::book
