#include "pieces.hpp"

#include <algorithm>
#include <utility>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

using Strings = std::vector<std::string>;

const Strings latin = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "k", "l", "m"};
const Strings mixed = {"a", "z", "é", "ü", "ß", "ж", "中", "猫", "文", "𝄞", "😀"};

/// A word of different characters, as a list of them, so that nobody here has to find them in bytes.
Strings drawn(Draw& draw, Strings alphabet, int count) {
  for (int i = 0; i < count; ++i) {
    const int other = draw.whole(i, static_cast<int>(alphabet.size()) - 1);
    std::swap(alphabet[static_cast<std::size_t>(i)], alphabet[static_cast<std::size_t>(other)]);
  }
  alphabet.resize(static_cast<std::size_t>(count));
  return alphabet;
}

std::string joined(const Strings& parts, const std::string& between = "") {
  std::string all;
  for (const std::string& part : parts) all += (all.empty() ? "" : between) + part;
  return all;
}

/// Length by length, then brought into the order of the task.
Strings stretches(Strings word, int shortest, int longest) {
  word.insert(word.begin(), "<");
  word.emplace_back(">");
  const auto count = static_cast<int>(word.size());
  std::vector<std::pair<int, int>> places;  // where it begins, and its length
  for (int length = shortest; length <= longest; ++length) {
    for (int begin = 0; begin + length <= count; ++begin) places.emplace_back(begin, length);
  }
  std::sort(places.begin(), places.end());
  Strings found;
  for (const auto& [begin, length] : places) {
    if (length == 1 && (begin == 0 || begin == count - 1)) continue;
    found.push_back(joined({word.begin() + begin, word.begin() + begin + length}));
  }
  return found;
}

Strings sorted(Strings pieces) {
  std::sort(pieces.begin(), pieces.end());
  return pieces;
}

/// In any order; the order has a check of its own.
void expect_pieces(const Strings& word, int shortest, int longest, const std::string& why) {
  const Strings expected = stretches(word, shortest, longest);
  const std::string asked = "of \"" + joined(word) + "\" for the lengths " +
                            std::to_string(shortest) + " to " + std::to_string(longest);
  expect(
      sorted(student<pieces>(joined(word), shortest, longest)) == sorted(expected),
      expected.empty() ? "no piece " + asked : "the pieces " + joined(expected, " ") + " " + asked,
      why);
}

}  // namespace

PRIMER_CHECK("A word has all pieces of the lengths that are wanted", 2) {
  for (int round = 0; round < 4; ++round) {
    const int shortest = draw.whole(2, 4);
    expect_pieces(drawn(draw, latin, draw.whole(6, 10)), shortest, shortest + draw.whole(0, 2),
                  "The shortest length and the longest are both wanted, and the marks take part.");
  }
}

PRIMER_CHECK("A character may have one byte or two or three or four", 2) {
  Strings word = drawn(draw, mixed, draw.whole(6, 11));
  word.push_back(word[0]);
  expect(student<characters>(joined(word)) == word, "the characters " + joined(word, " "),
         "A byte that begins with the bits 10 goes on with the character before it.");
  const Strings plain = drawn(draw, latin, 5);
  expect(student<characters>(joined(plain)) == plain && student<characters>("").empty(),
         "a character for each byte of " + joined(plain) + ", and none of an empty text",
         "ASCII is UTF-8, too.");
}

PRIMER_CHECK("Lengths are counted in characters", 2) {
  for (int round = 0; round < 4; ++round) {
    expect_pieces(drawn(draw, mixed, draw.whole(5, 8)), 3, draw.whole(3, 6),
                  "Half a character means nothing, and a 猫 is as long as an a.");
  }
}

PRIMER_CHECK("A short word is a piece as a whole", 1) {
  const Strings word = drawn(draw, latin, draw.whole(1, 4));
  const auto whole = static_cast<int>(word.size()) + 2;
  expect_pieces(word, whole, whole, "With its marks it is a stretch like any other.");
  expect_pieces(word, 3, 12, "With its marks it is a stretch like any other.");
  expect_pieces(word, whole + 1, whole + 3, "Nothing in it is as long as that.");
  expect_pieces({}, 3, 6, "<> has two characters.");
  expect_pieces({}, 2, 6, "<> is a word of no letter between two marks.");
  expect_pieces(word, 3, 0, "Without a length there is no piece.");
}

PRIMER_CHECK("A mark alone is no piece", 1) {
  expect_pieces(drawn(draw, mixed, draw.whole(3, 6)), 1, draw.whole(1, 3),
                "Every word has the marks, so they say nothing about one.");
  Strings word = drawn(draw, latin, 4);
  word[static_cast<std::size_t>(draw.whole(0, 3))] = draw.coin() ? "<" : ">";
  expect_pieces(word, 1, 2, "A < or > of the word's own is one of its characters.");
}

PRIMER_CHECK("A piece that occurs twice is there twice", 1) {
  const std::string a = drawn(draw, {"a", "é", "中"}, 1)[0],
                    n = drawn(draw, {"ж", "ü", "文"}, 1)[0];
  expect_pieces({"b", a, n, a, n, a}, 2, draw.whole(3, 4),
                "What a word says twice should count twice in its mean.");
}

PRIMER_CHECK("Pieces come by where they begin and then by length", 1) {
  const Strings word = drawn(draw, latin, draw.whole(5, 7));
  const Strings expected = stretches(word, 3, 6);
  expect(student<pieces>(joined(word), 3, 6) == expected,
         "of \"" + joined(word) + "\" in this order: " + joined(expected, " "),
         "A mean does not mind the order, but whoever compares with fastText's own list does.");
}

}  // namespace primer::exercise
