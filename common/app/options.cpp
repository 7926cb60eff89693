#include "common/app/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <numeric>

#include "common/app/choose_device.hpp"
#include "common/app/cores.hpp"
#include "common/error/error.hpp"
#include "common/io/printable.hpp"

namespace primer::app {
namespace {

/// An option as --help shows it. Those of all chapters stand first.
struct Row {
  std::string name;
  std::string argument;
  std::string description;

  /// How many words its value may have: "A B C" stands for three.
  int words() const { return static_cast<int>(1 + std::ranges::count(argument, ' ')); }
};

std::vector<Row> rows(const Chapter& chapter) {
  std::vector<Row> all = {
      {"--quick", "", "seconds instead of minutes, through every phase"},
      {"--full", "", "the long run, for a GPU or a night"},
      {"--device", "WHERE", "cpu (the default), cuda, auto, or emulated"},
      {"--seed", "N", "of all random numbers (default: 1)"},
      {"--threads", "N", "threads (default: the cores, or $OMP_NUM_THREADS)"},
      {"--data", "DIR", "your own files instead of the course's, in the same format"},
      {"--out", "DIR", fmt::format("results (default: out/{})", chapter.chapter)},
      {"--resume", "", "continue the run that stopped in --out"},
  };
  for (const ChapterOption& own : chapter.options) {
    all.push_back({own.name, own.argument, own.description});
  }
  all.push_back({"--help", "", "print this"});
  return all;
}

/// How many letters to insert, drop or change to make one word of the other (Levenshtein 1966).
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

Error not_understood(const std::string& argument, const std::vector<Row>& known) {
  const std::string name = argument.substr(0, argument.find('='));
  if (!name.starts_with("-")) {
    return usage_error(printable(name), "is not an option", "--help lists those that there are");
  }
  const auto steps_to = [&](const Row& row) {
    return name.size() > 3 && row.name.starts_with(name) ? 0 : distance(row.name, name);
  };
  const Row& nearest = *std::ranges::min_element(known, {}, steps_to);
  return usage_error(printable(name), "there is no such option",
                     steps_to(nearest) <= 3 ? fmt::format("did you mean {}?", nearest.name)
                                            : "--help lists those that there are");
}

template <class Integer>
Integer integer(const std::string& option, const std::string& text, Integer low, Integer high) {
  Integer value{};
  const char* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, value);
  if (problem != std::errc() || stop != end || value < low || value > high) {
    throw usage_error(option,
                      fmt::format("{} is not a whole number from {} to {}",
                                  text.empty() ? "nothing" : printable(text, 40), low, high),
                      "give a number such as 1");
  }
  return value;
}

}  // namespace

std::string name(Mode mode) {
  switch (mode) {
    case Mode::quick:
      return "quick";
    case Mode::full:
      return "full";
    case Mode::standard:
      break;
  }
  return "standard";
}

int default_threads() {
  const char* variable = std::getenv("OMP_NUM_THREADS");
  const std::string wished = variable ? variable : "";
  if (wished.empty()) return usable_cores();
  const std::string outermost =
      wished.substr(0, wished.find(','));  // the rest is for nested regions
  return threads_from("OMP_NUM_THREADS", outermost);
}

int threads_from(const std::string& option, const std::string& text) {
  return integer(option, text, 1, std::max(256, usable_cores()));
}

std::optional<Options> parse_options(const Chapter& chapter, std::vector<std::string> arguments) {
  // CLI11 takes the line apart; what the values mean is said below, in our own words.
  const std::vector<Row> known = rows(chapter);
  CLI::App parser;
  parser.set_help_flag();
  parser.allow_extras();
  for (const Row& row : known) {
    if (row.argument.empty()) {
      parser.add_flag(row.name == "--help" ? "-h,--help" : row.name);
    } else {
      parser.add_option(row.name)
          ->expected(0, row.words())
          ->multi_option_policy(row.words() == 1 ? CLI::MultiOptionPolicy::TakeLast
                                                 : CLI::MultiOptionPolicy::TakeAll);
    }
  }
  std::ranges::reverse(arguments);  // the order that CLI11 wants
  try {
    parser.parse(arguments);
  } catch (const CLI::ParseError& problem) {
    throw usage_error("options", printable(problem.what()), "--help lists them");
  }
  if (!parser.remaining().empty()) throw not_understood(parser.remaining().front(), known);

  const auto given = [&](const std::string& name) { return parser.count(name) > 0; };
  const auto value = [&](const std::string& name) {
    const std::vector<std::string>& given_values = parser.get_option(name)->results();
    const auto words =
        static_cast<std::size_t>(std::ranges::find(known, name, &Row::name)->words());
    std::string last;
    for (std::size_t i = given_values.size() - std::min(given_values.size(), words);
         i < given_values.size(); ++i) {
      last += (last.empty() ? "" : " ") + given_values[i];
    }
    return last;
  };
  if (given("--help")) return std::nullopt;
  for (const Row& row : known) {
    if (!given(row.name)) continue;
    if (row.argument.empty() && value(row.name) != "true") {
      throw usage_error(row.name, "it takes no value", "give it alone or leave it out");
    }
    if (!row.argument.empty() && value(row.name).empty()) {
      throw usage_error(row.name, "its value is missing",
                        fmt::format("give one: {} {}", row.name, row.argument));
    }
  }
  if (given("--quick") && given("--full")) {
    throw usage_error("--quick", "contradicts --full", "give one of the two, or none");
  }

  Options options;
  if (given("--quick")) options.mode = Mode::quick;
  if (given("--full")) options.mode = Mode::full;
  if (given("--device")) {
    const DeviceChoice choice = choose_device(value("--device"), chapter.cpu_only);
    options.device = choice.device;
    options.note = choice.note;
  }
  if (given("--seed")) options.seed = integer<std::uint64_t>("--seed", value("--seed"), 0, ~0ull);
  options.threads =
      given("--threads") ? threads_from("--threads", value("--threads")) : default_threads();
  if (given("--data")) options.data = value("--data");
  options.out = given("--out") ? std::filesystem::path(value("--out"))
                               : std::filesystem::path(PRIMER_SOURCE_DIR) / "out" / chapter.chapter;
  options.resume = given("--resume");
  for (const ChapterOption& own : chapter.options) {
    if (!given(own.name)) continue;
    options.own[own.name] = own.argument.empty() ? "" : value(own.name);
    if (!own.keeps_nothing) continue;
    options.keeps = false;
    for (const std::string about_results : {"--out", "--resume"}) {
      if (!given(about_results)) continue;
      throw usage_error(about_results, fmt::format("a run with {} keeps no results", own.name),
                        "leave one of the two out");
    }
  }
  return options;
}

std::string help(const Chapter& chapter) {
  std::string text = fmt::format("{}: {}\n\nOptions:\n", chapter.chapter, chapter.summary);
  for (const Row& row : rows(chapter)) {
    const std::string left = row.argument.empty() ? row.name : row.name + " " + row.argument;
    text += fmt::format("  {:<18} {}\n", left, row.description);
  }
  text += "\nWithout --quick or --full, a run takes a minute or two on two cores. ";
  text += chapter.unlocked ? "With --threads 1 the same\nseed gives the same numbers again. "
                           : "The same seed and number\nof threads give the same numbers again. ";
  text += "Ctrl-C saves; --resume continues.\n";
  return text;
}

}  // namespace primer::app
