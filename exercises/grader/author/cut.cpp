#include "exercises/grader/author/cut.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>

#include "common/error/error.hpp"

namespace primer::grader {
namespace {

constexpr std::string_view hole_mark = "//! hole", end_mark = "//! end";
constexpr std::string_view hole_comment = "// Your code goes here.",
                           hole_throw = "throw NotImplemented();";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string_view trimmed(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t\r");
  if (begin == line.npos) return {};
  return line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
}

/// Whether a line is more than the likes of `double sum = 0;`, which anybody would write.
bool says_something(std::string_view line) {
  return std::count_if(line.begin(), line.end(), [](unsigned char c) { return c > ' '; }) >= 20;
}

/// Gives each line to `outside` or `inside`, the marks to `begin` and `end`.
void walk(const std::string& solution, const std::string& file, auto outside, auto inside,
          auto begin) {
  bool in_hole = false, any = false;
  for (const std::string& line : lines_of(solution)) {
    if (trimmed(line) == hole_mark) {
      if (in_hole)
        throw data_error(file, "a hole begins inside a hole", "close the first with //! end");
      in_hole = any = true;
      begin(line);
    } else if (trimmed(line) == end_mark) {
      if (!in_hole)
        throw data_error(file, "a hole ends that did not begin", "add //! hole above it");
      in_hole = false;
    } else {
      in_hole ? inside(line) : outside(line);
    }
  }
  if (in_hole) throw data_error(file, "a hole does not end", "add //! end");
  if (!any) throw data_error(file, "there is no hole", "mark one with //! hole and //! end");
}

}  // namespace

std::string cut_holes(const std::string& solution, const std::string& file) {
  std::string cut;
  walk(
      solution, file, [&](const std::string& line) { cut += line + "\n"; },
      [](const std::string&) {},
      [&](const std::string& mark) {
        const std::string indent = mark.substr(0, mark.find('/'));
        cut += indent + std::string(hole_comment) + "\n" + indent + std::string(hole_throw) + "\n";
      });
  return cut;
}

std::string without_marks(const std::string& solution) {
  std::string whole;
  for (const std::string& line : lines_of(solution)) {
    if (trimmed(line) != hole_mark && trimmed(line) != end_mark) whole += line + "\n";
  }
  return whole;
}

std::vector<std::string> hole_lines(const std::string& solution) {
  std::vector<std::string> lines;
  walk(
      solution, "", [](const std::string&) {},
      [&](const std::string& line) {
        if (says_something(line)) lines.emplace_back(trimmed(line));
      },
      [](const std::string&) {});
  return lines;
}

bool same_outside_holes(const std::string& stub, const std::string& file) {
  // The stretches between holes must follow one another in the file, the first at its beginning, the last at its end.
  std::vector<std::string> stretches(1);
  for (const std::string& line : lines_of(stub)) {
    if (trimmed(line) == hole_throw) {
      stretches.emplace_back();
    } else if (trimmed(line) != hole_comment) {
      stretches.back() += line + "\n";
    }
  }
  if (!file.starts_with(stretches.front()) || !file.ends_with(stretches.back())) return false;
  std::size_t at = 0;
  for (const std::string& stretch : stretches) {
    at = file.find(stretch, at);
    if (at == file.npos) return false;
    at += stretch.size();
  }
  return true;
}

Mutant read_mutant(const std::string& text, const std::string& solution, const std::string& file) {
  Mutant mutant{.about = "", .fails = {}, .source = without_marks(solution)};
  struct Change {
    std::string before, after;
  };
  std::vector<Change> changes;
  bool adding = true;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with("Fails: ")) {
      mutant.fails.push_back(line.substr(7));
    } else if (line.starts_with('-')) {
      if (adding) changes.emplace_back();
      adding = false;
      changes.back().before += line.substr(1) + "\n";
    } else if (line.starts_with('+') && !changes.empty()) {
      adding = true;
      changes.back().after += line.substr(1) + "\n";
    } else if (changes.empty() && mutant.fails.empty() && !trimmed(line).empty()) {
      mutant.about += (mutant.about.empty() ? "" : " ") + line;
    } else if (!trimmed(line).empty()) {
      throw data_error(file, "the line `" + line + "` begins with none of - + Fails:",
                       "see cut.hpp for the form");
    }
  }
  if (mutant.about.empty() || mutant.fails.empty() || changes.empty()) {
    throw data_error(
        file, "a mutant says what is wrong in it, which checks must fail, and what it changes",
        "see cut.hpp for the form");
  }
  for (const Change& change : changes) {
    const std::size_t at = mutant.source.find(change.before);
    if (at == mutant.source.npos ||
        mutant.source.find(change.before, at + 1) != mutant.source.npos) {
      throw data_error(file,
                       "these lines do not stand in the solution just once:\n" + change.before,
                       "copy more of them from it");
    }
    mutant.source.replace(at, change.before.size(), change.after);
  }
  return mutant;
}

}  // namespace primer::grader
