#include "book/listing.hpp"

#include "book/text.hpp"

namespace primer::book {
namespace {

std::string_view style_of(const Token& token) {
  switch (token.kind) {
    case Token::Kind::keyword:
      return "keyword";
    case Token::Kind::type:
      return "keywordtype";
    case Token::Kind::flow:
      return "keywordflow";
    case Token::Kind::literal:
      return token.text.starts_with('\'') ? "charliteral" : "stringliteral";
    case Token::Kind::comment:
      return "comment";
    case Token::Kind::directive:
      return "preprocessor";
    default:
      return "";
  }
}

/// HTML that stands in a comment of C++ which Doxygen reads: no end of that comment, no commands.
std::string harmless(std::string_view text) {
  std::string result;
  char last = 0;
  for (const char c : html(text)) {
    if (c == '\\' || c == '@') {
      result += c == '@' ? "&#64;" : "&#92;";
    } else if ((last == '*' && c == '/') || (last == '/' && c == '*')) {
      result += c == '/' ? "&#47;" : "&#42;";
    } else {
      result += c;
    }
    last = c;
  }
  return result;
}

/// HTML that grows token by token; tokens may go over several lines, and then so does their style.
class Writer {
 public:
  void write(std::string_view text, std::string_view style, const std::string& address) {
    if (address != address_) {
      end_link();
      if (!address.empty())
        lines_.back() += "<a class=\"code\" href=\"" + harmless(address) + "\">";
      address_ = address;
    }
    const auto parts = lines_of(text);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) lines_.emplace_back();
      if (parts[i].empty()) continue;
      if (style.empty()) {
        lines_.back() += harmless(parts[i]);
      } else {
        lines_.back() +=
            "<span class=\"" + std::string(style) + "\">" + harmless(parts[i]) + "</span>";
      }
    }
    if (text.ends_with('\n')) lines_.emplace_back();
  }
  void end_link() {
    if (!address_.empty()) lines_.back() += "</a>";
    address_.clear();
  }
  /// The number of the line that is being written, from 1.
  std::size_t line() const { return lines_.size(); }
  std::vector<std::string> take() { return std::move(lines_); }

 private:
  std::vector<std::string> lines_{1};
  std::string address_;
};

}  // namespace

std::vector<std::string> coloured_lines(std::string_view source, const Dictionary& dictionary) {
  const auto tokens = tokens_of(source);
  auto addresses = addresses_of(tokens, dictionary);
  Writer writer;
  std::size_t end = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (end < token.at) {
      writer.end_link();
      writer.write(source.substr(end, token.at - end), "", "");
    }
    if (addresses[i] == dictionary.page + "#l" + std::to_string(writer.line()))
      addresses[i].clear();
    writer.write(token.text, style_of(token), addresses[i]);
    end = token.at + token.text.size();
  }
  writer.end_link();
  if (end < source.size()) writer.write(source.substr(end), "", "");
  return writer.take();
}

std::string listing(const std::vector<std::string>& lines, std::size_t first) {
  std::string result = "<div class=\"fragment\">";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string anchor = first == 0 ? "" : " id=\"l" + std::to_string(first + i) + "\"";
    if (i > 0) result += '\n';
    result += "<div class=\"line\"" + anchor + ">" + (lines[i].empty() ? " " : lines[i]) + "</div>";
  }
  return result + "</div>";
}

std::string plain_listing(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string& line : lines_of(text)) {
    const bool command = line.starts_with("$ ");
    lines.push_back(command ? "<span class=\"prompt\"></span>" + harmless(line.substr(2))
                            : harmless(line));
  }
  return listing(lines, 0);
}

}  // namespace primer::book
