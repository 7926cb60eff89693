#include "book/prose.hpp"

#include <algorithm>
#include <array>

#include "book/text.hpp"

namespace primer::book {

std::optional<std::string_view> prose_of(std::string_view line) {
  if (line == "//") return "";
  if (!line.starts_with("// ")) return std::nullopt;
  return line.substr(3);
}

std::size_t heading_level(std::string_view prose) {
  const std::size_t level = prose.find_first_not_of('#');
  return level != prose.npos && prose[level] == ' ' ? level : 0;
}

bool opens_fence(std::string_view prose) { return prose.starts_with("```"); }

bool opens_cpp_fence(std::string_view prose) {
  if (!opens_fence(prose)) return false;
  constexpr std::array<std::string_view, 5> names{"cpp", "c++", "c", "cuda", "cu"};
  return std::find(names.begin(), names.end(), trim(prose.substr(3))) != names.end();
}

bool closes_fence(std::string_view prose) { return trim(prose) == "```"; }

std::string title_in(std::string_view text) {
  for (const std::string& line : lines_of(text)) {
    const std::string_view prose = prose_of(line).value_or(line);
    if (heading_level(prose) == 1) return std::string(trim(prose.substr(2)));
  }
  return {};
}

std::vector<std::string> sections_of(std::string_view text) {
  std::vector<std::string> sections;
  bool fenced = false;
  for (const std::string& line : lines_of(text)) {
    const std::string_view prose = prose_of(line).value_or(line);
    const std::size_t level = heading_level(prose);
    if (!fenced && level > 1) sections.push_back(slug(prose.substr(level)));
    fenced = fenced ? !closes_fence(prose) : opens_fence(prose);
  }
  return sections;
}

std::vector<Line> read_source(std::string_view text) {
  std::vector<Line> lines;
  for (const std::string& line : lines_of(text)) {
    if (const auto prose = prose_of(line)) {
      lines.push_back({Line::Kind::prose, std::string(*prose)});
    } else {
      lines.push_back({trim(line).empty() ? Line::Kind::empty : Line::Kind::code, line});
    }
  }
  return lines;
}

std::vector<Line> read_markdown(std::string_view text) {
  std::vector<Line> lines;
  for (const std::string& line : lines_of(text)) lines.push_back({Line::Kind::prose, line});
  return lines;
}

std::string only_code(const std::vector<Line>& lines) {
  std::string code;
  bool fenced = false, cpp = false;
  for (const Line& line : lines) {
    bool shown = line.kind == Line::Kind::code;
    if (line.kind == Line::Kind::prose && !fenced) {
      fenced = opens_fence(line.text);
      cpp = opens_cpp_fence(line.text);
    } else if (line.kind == Line::Kind::prose) {
      fenced = !closes_fence(line.text);
      shown = fenced && cpp;
    }
    if (shown) code += line.text;
    code += "\n";
  }
  return code;
}

}  // namespace primer::book
