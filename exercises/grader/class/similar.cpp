#include "exercises/grader/class/similar.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <unordered_map>

#include "exercises/grader/class/fingerprint.hpp"

namespace primer::grader {
namespace {

constexpr std::size_t fewest_tokens = 30;

const std::set<std::string_view>& keywords() {
  static const std::set<std::string_view> words{
      "alignas",   "alignof",     "and",          "asm",      "auto",      "bool",
      "break",     "case",        "catch",        "char",     "class",     "co_await",
      "co_return", "co_yield",    "concept",      "const",    "consteval", "constexpr",
      "constinit", "const_cast",  "continue",     "decltype", "default",   "delete",
      "do",        "double",      "dynamic_cast", "else",     "enum",      "explicit",
      "export",    "extern",      "false",        "float",    "for",       "friend",
      "goto",      "if",          "inline",       "int",      "long",      "mutable",
      "namespace", "new",         "noexcept",     "not",      "nullptr",   "operator",
      "or",        "private",     "protected",    "public",   "register",  "reinterpret_cast",
      "requires",  "return",      "short",        "signed",   "sizeof",    "static",
      "std",       "static_cast", "struct",       "switch",   "template",  "this",
      "throw",     "true",        "try",          "typedef",  "typeid",    "typename",
      "union",     "unsigned",    "using",        "virtual",  "void",      "volatile",
      "while",     "xor",         "static_assert"};
  return words;
}

bool begins_word(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0;
}
bool in_word(char c) { return begins_word(c) || (c >= '0' && c <= '9'); }

/// Takes C++ apart, from its beginning.
class Lexer {
 public:
  explicit Lexer(std::string_view source) : rest_(source) {}

  /// The next token; empty at the end.
  std::string_view next() {
    skip();
    if (rest_.empty()) return {};
    const char c = rest_[0];
    if (begins_word(c)) return word();
    const bool number = (c >= '0' && c <= '9') ||
                        (c == '.' && rest_.size() > 1 && rest_[1] >= '0' && rest_[1] <= '9');
    if (number) return this->number();
    if (c == '"' || c == '\'') return take(end_of_quoted(0));
    if (rest_.starts_with("::") || rest_.starts_with("->")) return take(2);
    return take(1);
  }

 private:
  std::string_view take(std::size_t count) {
    const std::string_view token = rest_.substr(0, count);
    rest_.remove_prefix(token.size());
    return token;
  }
  /// Blanks, comments and includes.
  void skip() {
    for (;;) {
      while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_[0]))) take(1);
      if (rest_.starts_with("//") || is_include()) {
        take(std::min(rest_.find('\n'), rest_.size()));
      } else if (rest_.starts_with("/*")) {
        const std::size_t end = rest_.find("*/", 2);
        take(end == rest_.npos ? rest_.size() : end + 2);
      } else if (rest_.starts_with("\\\n")) {
        take(2);
      } else {
        return;
      }
    }
  }
  bool is_include() const {
    if (!rest_.starts_with('#')) return false;
    const std::size_t word = rest_.find_first_not_of(" \t", 1);
    return word != rest_.npos && rest_.substr(word).starts_with("include");
  }
  std::string_view word() {
    std::size_t end = 0;
    while (end < rest_.size() && in_word(rest_[end])) ++end;
    const bool quoted = end < rest_.size() && rest_[end] == '"';
    if (quoted && rest_[end - 1] == 'R') return take(end_of_raw(end));
    return take(end);
  }
  std::string_view number() {
    std::size_t end = 1;
    while (end < rest_.size()) {
      const bool sign = (rest_[end] == '+' || rest_[end] == '-') &&
                        std::string_view("eEpP").find(rest_[end - 1]) != std::string_view::npos;
      if (!in_word(rest_[end]) && rest_[end] != '.' && rest_[end] != '\'' && !sign) break;
      ++end;
    }
    return take(end);
  }
  std::size_t end_of_quoted(std::size_t at) const {
    const char quote = rest_[at];
    for (++at; at < rest_.size() && rest_[at] != quote && rest_[at] != '\n'; ++at) {
      if (rest_[at] == '\\') ++at;
    }
    return std::min(at + 1, rest_.size());
  }
  /// R"delimiter( … )delimiter"
  std::size_t end_of_raw(std::size_t quote) const {
    const std::size_t open = rest_.find('(', quote);
    if (open == rest_.npos || open - quote > 17) return end_of_quoted(quote);
    const std::string close = ")" + std::string(rest_.substr(quote + 1, open - quote - 1)) + "\"";
    const std::size_t end = rest_.find(close, open);
    return end == rest_.npos ? rest_.size() : end + close.size();
  }

  std::string_view rest_;
};

/// What a file adds to the stub.
std::size_t own_tokens(const Imprint& file, const Originals& originals) {
  const std::size_t stub = originals.stub ? originals.stub->tokens : 0;
  return file.tokens > stub ? file.tokens - stub : 0;
}

}  // namespace

std::vector<std::string> tokens_of(std::string_view source) {
  std::vector<std::string> tokens;
  std::unordered_map<std::string_view, std::size_t> numbers;
  Lexer lexer(source);
  std::string_view before;
  for (std::string_view token; !(token = lexer.next()).empty(); before = token) {
    const bool fixed = before == "::" || before == "." || before == "->";
    const bool quoted = token.back() == '"' && token.size() > 1;
    if (!begins_word(token[0]) || quoted || fixed || keywords().contains(token)) {
      tokens.emplace_back(token);
    } else {
      tokens.push_back("$" + std::to_string(numbers.emplace(token, numbers.size()).first->second));
    }
  }
  return tokens;
}

Imprint imprint_of(std::string_view source) {
  const std::vector<std::string> tokens = tokens_of(source);
  Fingerprint fingerprint;
  for (const std::string& token : tokens) fingerprint.add(token);
  return {fingerprint.digits(), tokens.size()};
}

std::vector<Likeness> likenesses(const std::string& exercise, const std::vector<HandedIn>& files,
                                 const Originals& originals) {
  const auto is_stub = [&](const HandedIn& file) {
    return originals.stub && file.imprint->digits == originals.stub->digits;
  };
  std::map<std::string, std::vector<const HandedIn*>> groups;
  std::size_t filled_in = 0;
  for (const HandedIn& file : files) {
    if (!file.imprint || is_stub(file)) continue;
    ++filled_in;
    if (own_tokens(*file.imprint, originals) >= fewest_tokens)
      groups[file.imprint->digits].push_back(&file);
  }
  std::vector<Likeness> found;
  for (auto& [digits, group] : groups) {
    std::sort(group.begin(), group.end(),
              [](const HandedIn* a, const HandedIn* b) { return a->id < b->id; });
    const bool solved = originals.solution && digits == originals.solution->digits;
    for (std::size_t i = solved ? 0 : 1; i < group.size(); ++i) {
      found.push_back({exercise, group[i]->id, solved ? originals.solution_name : group[0]->id,
                       static_cast<double>(group.size()) / static_cast<double>(filled_in),
                       own_tokens(*group[i]->imprint, originals)});
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Likeness& a, const Likeness& b) { return a.id < b.id; });
  return found;
}

}  // namespace primer::grader
