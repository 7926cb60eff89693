#include <algorithm>
#include <cctype>

#include "exercises/grader/class/report.hpp"
#include "exercises/grader/class/text.hpp"

namespace primer::grader {
namespace {

constexpr std::size_t longest_reason = 4000;

bool is_hexadecimal(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }
bool ends_path(char c) {
  return std::string_view(" \t\n:;,()[]<>'\"`").find(c) != std::string_view::npos;
}

/// A word, if it is a path into the grader's temporary folder, without the folder; and an object file's name is random.
std::string settled_word(std::string_view word) {
  if (word.find("/primer-") == word.npos) return std::string(word);
  const std::string_view name = word.substr(word.rfind('/') + 1);
  return name.starts_with("cc") && name.ends_with(".o") ? "worker.o" : std::string(name);
}

std::string settled_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto end = std::find_if(text.begin(), text.end(), ends_path);
    const auto size = static_cast<std::size_t>(end - text.begin());
    const std::string_view word = text.substr(0, size);
    const bool address = size > 8 && word.starts_with("0x") &&
                         std::all_of(word.begin() + 2, word.end(), is_hexadecimal);
    out += address ? "0x…" : settled_word(word);
    if (size < text.size()) out += text[size];
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return out;
}

}  // namespace

ExerciseResult settled(ExerciseResult result) {
  for (CheckResult& check : result.checks) {
    check.reason = clean_text(settled_text(check.reason), longest_reason);
  }
  return result;
}

}  // namespace primer::grader
