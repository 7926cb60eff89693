#include "vector_files.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <stdexcept>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

// Spoilers: what follows are the honest functions and the broken ones. Find your checks first.

using Strings = std::vector<std::string>;

/// What a function does otherwise.
struct Habits {
  // Where the claim leaves it free
  bool wants_last_feed = false, wants_numbers = false, drops_returns = false;
  // Where it does not
  bool no_space_more = false, white_space = false, tidies = false, no_exponent = false,
       prefix = false, not_finite = false, zeros = false, further_numbers = false,
       stops_early = false, further_lines = false, own_length = false, twice = false,
       feeds_are_spaces = false;
};

[[noreturn]] void refuse(const std::string& why) { throw std::invalid_argument(why); }

Strings split(const std::string& text, char at) {
  Strings parts(1);
  for (const char c : text) {
    if (c == at) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::size_t whole_number(const std::string& text) {
  std::size_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) refuse("no whole number");
  return number;
}

float number_in(std::string text, const Habits& habits) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.erase(0, 1);
  if (habits.no_exponent) text = text.substr(0, text.find_first_of("eE"));
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (!habits.prefix && (error != std::errc() || stop != end)) refuse("no number");
  if (!habits.not_finite && !std::isfinite(static_cast<float>(number))) refuse("not finite");
  return static_cast<float>(number);
}

void replace_all(std::string& text, const std::string& what) {
  for (std::size_t i = text.find(what); i != text.npos; i = text.find(what, i)) {
    text.replace(i, what.size(), " ");
  }
}

/// Line feeds where they belong, counted by words of D numbers.
Strings joined_anew(const Strings& lines, std::size_t numbers) {
  Strings result = {lines[0]};
  std::size_t parts = 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    for (const std::string& part : split(lines[i], ' ')) {
      if (part.empty()) continue;
      if (parts % (numbers + 1) == 0) result.emplace_back();
      result.back() += (parts % (numbers + 1) == 0 ? "" : " ") + part;
      ++parts;
    }
  }
  return result;
}

Table table_of(const std::string& text, const Habits& habits) {
  Strings lines = split(text, '\n');
  if (lines.back().empty()) {
    lines.pop_back();
  } else if (habits.wants_last_feed) {
    refuse("the last line lacks its line feed");
  }
  if (lines.empty()) refuse("an empty file");
  const Strings head = split(lines[0], ' ');
  if (head.size() != 2) refuse("no head");
  const std::size_t words = whole_number(head[0]);
  std::size_t numbers = whole_number(head[1]);
  if (habits.wants_numbers && (words == 0 || numbers == 0)) refuse("nothing in it");
  if (habits.feeds_are_spaces) lines = joined_anew(lines, numbers);

  Table table;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::string line = lines[i];
    if (table.words.size() == words) {
      if (habits.further_lines) break;
      refuse("more lines than announced");
    }
    if (habits.drops_returns && !line.empty() && line.back() == '\r') line.pop_back();
    if (habits.white_space) {
      for (const char* white : {"\t", "\v", "\f", "\r", "\u00a0", "\u0085", "\u3000"}) {
        replace_all(line, white);
      }
    }
    if (!line.empty() && line.back() == ' ' && !habits.no_space_more) line.pop_back();
    const Strings parts = split(line, ' ');
    std::string word = parts[0];
    if (habits.tidies) {
      std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) {
        return static_cast<char>(c < 128 ? std::tolower(c) : c);
      });
    }
    if (habits.own_length && i == 1) numbers = parts.size() - 1;
    if (parts.size() - 1 < numbers && !habits.zeros) refuse("too few numbers");
    if (parts.size() - 1 > numbers && !habits.further_numbers) refuse("too many numbers");
    std::vector<float> vector(numbers);
    for (std::size_t d = 0; d < std::min(numbers, parts.size() - 1); ++d) {
      vector[d] = number_in(parts[d + 1], habits);
    }
    const bool is_there =
        std::find(table.words.begin(), table.words.end(), word) != table.words.end();
    if (is_there && !habits.twice) refuse("a word twice");
    table.words.push_back(word);
    table.vectors.push_back(vector);
  }
  if (table.words.size() < words && !habits.stops_early) refuse("fewer lines than announced");
  return table;
}

Read reading(const Habits& habits) {
  return [habits](const std::string& text) { return table_of(text, habits); };
}

const Read honest = reading({});
const Read honest_and_strict = reading({.wants_last_feed = true, .wants_numbers = true});
const Read honest_and_lenient = reading({.drops_returns = true});

}  // namespace

PRIMER_CHECK("A reader that takes the last space for a number is condemned", 1) {
  expect_told_apart(student<accepts>, honest, reading({.no_space_more = true}), draw,
                    "a reader that refuses lines with one more space at the end",
                    "That is how fastText itself writes them.");
}

PRIMER_CHECK("A reader that takes all white space for a space is condemned", 2) {
  expect_told_apart(student<accepts>, honest_and_strict, reading({.white_space = true}), draw,
                    "a reader that divides lines at tabs and no-break spaces as well",
                    "Where text was gathered from the web, words with such bytes are in it.");
}

PRIMER_CHECK("A reader that tidies words is condemned", 1) {
  expect_told_apart(student<accepts>, honest_and_lenient, reading({.tidies = true}), draw,
                    "a reader that makes capital letters small",
                    "It would refuse a file that has both The and the, and lose US in any other.");
}

PRIMER_CHECK("A reader that does not know exponents is condemned", 1) {
  expect_told_apart(student<accepts>, honest, reading({.no_exponent = true}), draw,
                    "a reader that stops at the e of 5e-05",
                    "The smallest numbers of the table become its largest.");
}

PRIMER_CHECK("A reader that takes a number as far as it goes is condemned", 2) {
  expect_told_apart(student<accepts>, honest_and_strict, reading({.prefix = true}), draw,
                    "a reader that takes 1.5 from 1.5x and 0 from x",
                    "Who sees 0.1.2 should say that the file is broken.");
}

PRIMER_CHECK("A reader that takes what is not finite is condemned", 2) {
  expect_told_apart(student<accepts>, honest_and_lenient, reading({.not_finite = true}), draw,
                    "a reader that takes nan and inf for numbers",
                    "One of them in a mean makes all of it NaN, and then all of the model.");
}

PRIMER_CHECK("A reader that fills up short lines is condemned", 2) {
  expect_told_apart(student<accepts>, honest, reading({.zeros = true}), draw,
                    "a reader that puts zeros where a line has too few numbers",
                    "The file has broken off in the middle of a line, and nobody hears of it.");
}

PRIMER_CHECK("A reader that skips further numbers is condemned", 2) {
  expect_told_apart(student<accepts>, honest_and_lenient, reading({.further_numbers = true}), draw,
                    "a reader that does not look at what a line has behind its last number",
                    "With a space inside a word all numbers move up by one, and that is the sign.");
}

PRIMER_CHECK("A reader that stops when the file does is condemned", 2) {
  expect_told_apart(student<accepts>, honest_and_strict, reading({.stops_early = true}), draw,
                    "a reader that is content with fewer lines than announced",
                    "Half a download is a table of half the words.");
}

PRIMER_CHECK("A reader that stops when it has enough is condemned", 1) {
  expect_told_apart(student<accepts>, honest, reading({.further_lines = true}), draw,
                    "a reader that does not look at lines behind the last that was announced",
                    "Two files were put into one, and the second is lost.");
}

PRIMER_CHECK("A reader that believes the first word and not the head is condemned", 2) {
  expect_told_apart(student<accepts>, honest_and_lenient, reading({.own_length = true}), draw,
                    "a reader that counts the numbers of the first word's line, and wants as many "
                    "in the others, whatever was announced",
                    "Where the two differ, something has gone wrong on the way.");
}

PRIMER_CHECK("A reader that does not look at where lines end is condemned", 1) {
  expect_told_apart(student<accepts>, honest_and_strict, reading({.feeds_are_spaces = true}), draw,
                    "a reader for which a word's numbers may go on in the next line",
                    "If a number is missing and another word is a number, it reads nonsense.");
}

PRIMER_CHECK("A reader that has a word twice is condemned", 1) {
  expect_told_apart(student<accepts>, honest, reading({.twice = true}), draw,
                    "a reader that puts a word into the table a second time",
                    "Which of its two vectors counts depends on who asks.");
}

}  // namespace primer::exercise
