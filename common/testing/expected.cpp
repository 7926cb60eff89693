#include "common/testing/expected.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

#include "common/error/error.hpp"
#include "common/testing/printed_line.hpp"
#include "common/testing/source_text.hpp"

namespace primer::testing {
namespace {

Tolerance parse_tolerance(const std::string& text) {
  static const std::regex form("within ([0-9]+(\\.[0-9]+)?)( ?%)?");
  std::smatch parts;
  if (!std::regex_match(text, parts, form)) throw std::invalid_argument("no tolerance");
  const double value = std::stod(parts[1]);
  Tolerance tolerance{.text = text};
  (parts[3].matched ? tolerance.relative : tolerance.absolute) =
      parts[3].matched ? value / 100 : value;
  return tolerance;
}

/// A rule "/PATTERN/: WHAT", the "# " before it left out.
Expected::Rule parse_rule(const std::string& line) {
  const std::size_t end = line.rfind("/: ");
  if (end == line.npos || end == 0) throw std::invalid_argument("no pattern");
  const std::string what = line.substr(end + 3);
  Expected::Rule rule{std::regex(line.substr(1, end - 1))};
  if (std::regex_match("", rule.pattern)) throw std::invalid_argument("it matches nothing at all");
  if (what == "left out") {
    rule.read_as = std::string(left_out_mark);
  } else if (what.starts_with("for ")) {
    rule.read_as = what.substr(4);
  } else {
    rule.tolerance = parse_tolerance(what);
  }
  return rule;
}

std::vector<std::string> as_read(const Expected& expected, std::vector<std::string> lines) {
  for (std::string& line : lines) {
    for (const Expected::Rule& rule : expected.rules) {
      if (rule.read_as) line = std::regex_replace(line, rule.pattern, *rule.read_as);
    }
  }
  return lines;
}

/// The tolerance for what stands at a place of a line.
const Tolerance& tolerance_at(const Expected& expected, const std::string& line, std::size_t at) {
  for (const Expected::Rule& rule : expected.rules) {
    if (rule.read_as) continue;
    for (std::sregex_iterator match(line.begin(), line.end(), rule.pattern), end; match != end;
         ++match) {
      const auto begin = static_cast<std::size_t>(match->position());
      const auto length = static_cast<std::size_t>(match->length());
      if (begin <= at && at < begin + length) return rule.tolerance;
    }
  }
  return expected.numbers;
}

/// What is wrong with a number that was printed; empty when nothing is.
std::string problem_with(const Token& wanted, const Token& got, const Tolerance& tolerance) {
  const double size = std::abs(wanted.value), off = std::abs(got.value - wanted.value);
  const double allowed =
      tolerance.relative * size + tolerance.absolute + (wanted.unit + got.unit) / 2;
  if (off <= allowed * (1 + 1e-9)) return "";
  const bool percent = tolerance.relative > 0 && size > 0;
  return fmt::format(
      "expected {}, got {}: {} off, not {}", wanted.text, got.text,
      percent ? fmt::format("{:.2g} %", 100 * off / size) : fmt::format("{:.2g}", off),
      tolerance.text);
}

using Line = std::optional<std::string>;

/// Fills up the shorter side, so that each line stands beside the one that belongs to it: those that say the same at the
/// beginning and at the end, and between them in order.
void align(std::vector<Line>& a, std::vector<Line>& b) {
  const auto same = [](const Line& x, const Line& y) {
    return same_words(tokens_of(*x), tokens_of(*y));
  };
  const auto front = std::mismatch(a.begin(), a.end(), b.begin(), b.end(), same).first - a.begin();
  const auto back =
      std::mismatch(a.rbegin(), a.rend() - front, b.rbegin(), b.rend() - front, same).first -
      a.rbegin();
  std::vector<Line>& shorter = a.size() < b.size() ? a : b;
  const std::size_t missing = std::max(a.size(), b.size()) - shorter.size();
  shorter.insert(shorter.end() - back, missing, std::nullopt);
}

}  // namespace

Expected parse_expected(const std::string& text, const std::string& name) {
  const std::string advice =
      "common/testing/expected.hpp says how the head of such a file is written";
  const std::size_t end = text.find("\n\n");
  if (end == text.npos) throw data_error(name, "its head does not end with an empty line", advice);
  Expected expected{.head = text.substr(0, end + 2), .lines = lines_of(text.substr(end + 2))};
  int number = 0, rules_for_numbers = 0;
  for (const std::string& line : lines_of(text.substr(0, end))) {
    ++number;
    try {
      if (line.starts_with("# numbers")) {
        if (!line.starts_with("# numbers: ")) throw std::invalid_argument("no colon");
        expected.numbers = parse_tolerance(line.substr(11));
        ++rules_for_numbers;
      } else if (line.starts_with("# /")) {
        expected.rules.push_back(parse_rule(line.substr(2)));
      } else if (!line.starts_with("#")) {
        throw std::invalid_argument("no #");
      }
    } catch (const std::exception&) {
      throw data_error(name, fmt::format("line {} is no rule: {}", number, line), advice);
    }
  }
  if (rules_for_numbers != 1) {
    throw data_error(name, "its head has not one line '# numbers: within 2 %'", advice);
  }
  return expected;
}

std::vector<std::string> compare(const Expected& expected, const std::string& printed) {
  const auto aligned = [&](const std::vector<std::string>& lines) {
    const auto rest = as_read(expected, lines);
    return std::vector<Line>(rest.begin(), rest.end());
  };
  std::vector<Line> wanted = aligned(expected.lines), got = aligned(lines_of(printed));
  align(wanted, got);

  std::vector<std::string> differences;
  std::size_t number = lines_of(expected.head).size();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i]) ++number;
    const auto quoted = [](const Line& line) { return line ? '"' + *line + '"' : "nothing"; };
    const auto differ = [&](const std::string& how) {
      differences.push_back(fmt::format("{}: {}", number, how));
    };
    const auto a = tokens_of(wanted[i].value_or("")), b = tokens_of(got[i].value_or(""));
    if (!wanted[i] || !got[i] || !same_words(a, b)) {
      differ(fmt::format("expected {}, got {}", quoted(wanted[i]), quoted(got[i])));
      continue;
    }
    for (std::size_t k = 0; k < a.size(); ++k) {
      if (!a[k].is_number()) continue;
      const auto problem = problem_with(a[k], b[k], tolerance_at(expected, *wanted[i], a[k].begin));
      if (!problem.empty()) differ(problem);
    }
  }
  return differences;
}

std::string default_head(const std::string& chapter) {
  return "# What `./primer run " + chapter +
         " --quick` prints. `./primer record` writes it anew and keeps this head.\n"
         "# numbers: within 2 %\n"
         "# /[Aa]ccuracy\\W+[0-9.]+/: within 0.01\n"
         "# /[0-9.]+ (ns|µs|ms|s|min|h)\\b/: left out\n"
         "# /[0-9]+ threads?\\b/: left out\n"
         "# /\\B\\/\\w\\S*\\/\\S*/: left out\n\n";
}

std::string write_expected(const std::string& head, const std::string& printed,
                           const std::string& name) {
  std::string text = head;
  for (const std::string& line : as_read(parse_expected(head, name), lines_of(printed)))
    text += line + "\n";
  return text;
}

}  // namespace primer::testing
