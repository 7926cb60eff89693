#include "common/io/printable.hpp"

#include <fmt/format.h>

namespace primer {

std::string printable(std::string_view text, std::size_t longest) {
  const bool cut = text.size() > longest;
  if (cut) {
    const auto continues_character = [](char c) { return (c & 0xC0) == 0x80; };
    while (longest > 0 && continues_character(text[longest])) --longest;
    text = text.substr(0, longest);
  }
  std::string shown;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      shown += fmt::format("\\x{:02x}", byte);
    } else {
      shown += c;
    }
  }
  return cut ? shown + "…" : shown;
}

}  // namespace primer
