#include "book/text.hpp"

#include <array>
#include <cctype>

namespace primer::book {
namespace {

// U+E000 … U+E0FF in UTF-8: EE 80 80 … EE 83 BF.
constexpr char first_byte = '\xEE';
constexpr std::size_t packed_size = 3;

bool is_packed(std::string_view text, std::size_t at) {
  return text.size() - at >= packed_size && text[at] == first_byte &&
         (text[at + 1] & '\xFC') == '\x80';
}

/// The packed bytes that begin here; `at` goes behind them.
std::string unpack_run(std::string_view text, std::size_t& at) {
  std::string bytes;
  for (; at < text.size() && is_packed(text, at); at += packed_size) {
    bytes += static_cast<char>((text[at + 1] & 3) << 6 | (text[at + 2] & 63));
  }
  return bytes;
}

std::string for_script(std::string_view html) {
  std::string escaped;
  for (const char c : plain(html)) {
    if (c == '\\' || c == '\'' || c == '"') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

struct Entity {
  char character;
  std::string_view name;
};
constexpr std::array<Entity, 5> entities{
    {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}}};

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (text = trim(text); !text.empty(); text = trim(text)) {
    const std::size_t end = text.find_first_of(" \t\r\n");
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(words.back().size());
  }
  return words;
}

void replace_all(std::string& text, std::string_view word, std::string_view by) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + by.size()))
    text.replace(at, word.size(), by);
}

std::string html(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    std::string_view written(&c, 1);
    for (const Entity& entity : entities) {
      if (c == entity.character && c != '\'') written = entity.name;
    }
    escaped += written;
  }
  return escaped;
}

std::string plain(std::string_view html) {
  std::string text;
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] == '<') {
      const std::size_t end = html.find('>', at);
      at = end == html.npos ? html.size() : end + 1;
      continue;
    }
    std::size_t length = 1;
    char c = html[at];
    for (const Entity& entity : entities) {
      if (html.substr(at, entity.name.size()) != entity.name) continue;
      c = entity.character;
      length = entity.name.size();
    }
    text += c;
    at += length;
  }
  return text;
}

std::string slug(std::string_view heading) {
  std::string result;
  for (const char c : heading) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (c != '\'' && !result.empty() && result.back() != '-') {
      result += '-';
    }
  }
  while (!result.empty() && result.back() == '-') result.pop_back();
  return result;
}

std::string pack(std::string_view html) {
  std::string packed;
  for (const char c : html) {
    if (c == '\n') {
      packed += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    packed += first_byte;
    packed += static_cast<char>(0x80 | byte >> 6);
    packed += static_cast<char>(0x80 | (byte & 63));
  }
  return packed;
}

std::string unpack_page(std::string_view page) {
  const std::size_t title = page.find("<title>"), title_end = page.find("</title>");
  std::string result;
  for (std::size_t at = 0; at < page.size();) {
    if (!is_packed(page, at)) {
      result += page[at++];
      continue;
    }
    const bool in_title = title < at && at < title_end && title != page.npos;
    const std::string bytes = unpack_run(page, at);
    result += in_title ? html(plain(bytes)) : bytes;
  }
  return result;
}

std::string unpack_script(std::string_view script) {
  std::string result;
  for (std::size_t at = 0; at < script.size();) {
    if (is_packed(script, at)) {
      result += for_script(unpack_run(script, at));
    } else {
      result += script[at++];
    }
  }
  return result;
}

bool has_packed(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_packed(text, at)) return true;
  }
  return false;
}

}  // namespace primer::book
