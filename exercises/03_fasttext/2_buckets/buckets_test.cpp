#include "buckets.hpp"

#include <set>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

using Strings = std::vector<std::string>;

/// Without a type of 32 bits and without the prime, which is 2^24 + 2^8 + 147.
std::uint64_t by_shifts(const std::string& bytes) {
  const std::uint64_t all = 0xFFFFFFFF;
  std::uint64_t value = 2166136261;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    value ^= byte;
    if (byte >= 128) value ^= all - 255;
    value = ((value << 24) + (value << 8) + 147 * value) & all;
  }
  return value;
}

std::string letters(Draw& draw, int count) {
  std::string word;
  for (int i = 0; i < count; ++i) word += static_cast<char>('a' + draw.whole(0, 25));
  return word;
}

/// Of plain letters, each in a bucket of its own, with a hash that is at least 2^31 for every second one.
Strings some_pieces(Draw& draw, int count, std::uint64_t buckets = 200'000) {
  Strings pieces;
  std::set<std::uint64_t> taken;
  while (static_cast<int>(pieces.size()) < count) {
    const std::string piece = letters(draw, draw.whole(3, 6));
    if (by_shifts(piece) >> 31 != pieces.size() % 2) continue;
    if (taken.insert(by_shifts(piece) % buckets).second) pieces.push_back(piece);
  }
  return pieces;
}

/// Different words, longer than any piece.
Strings some_words(Draw& draw, int count) {
  Strings words;
  for (int i = 0; i < count; ++i) words.push_back(letters(draw, 7) + std::to_string(i));
  return words;
}

std::vector<int> in_buckets(const Strings& pieces, std::size_t words, int buckets) {
  std::vector<int> rows;
  for (const auto& p : pieces) {
    const auto bucket = static_cast<std::size_t>(by_shifts(p) % static_cast<unsigned>(buckets));
    rows.push_back(static_cast<int>(words + bucket));
  }
  return rows;
}

}  // namespace

PRIMER_CHECK("The hash of plain letters is FNV-1a", 3) {
  expect(student<hash>("") == 2166136261u, "2166136261 for no byte", "That is where it begins.");
  expect(student<hash>("a") == 0xE40C292Cu, "0xE40C292C for \"a\"", "XOR first, then multiply.");
  expect(student<hash>("foobar") == 0xBF9CF968u, "0xBF9CF968 for \"foobar\"",
         "The authors of FNV give it as an example.");
  for (int round = 0; round < 4; ++round) {
    const std::string piece = letters(draw, draw.whole(2, 20));
    expect(student<hash>(piece) == by_shifts(piece),
           std::to_string(by_shifts(piece)) + " for \"" + piece + "\"",
           "Each byte is XORed in, and the whole is multiplied then.");
  }
}

PRIMER_CHECK("Bytes from 128 on are negative", 3) {
  for (const std::string piece : {"é", "<für", "中文", "naïve>"}) {
    expect(student<hash>(piece) == by_shifts(piece),
           std::to_string(by_shifts(piece)) + " for \"" + piece + "\"",
           "As a signed number such a byte has ones in front of it when it is made 32 bits wide.");
  }
  for (const int byte : {127, 128, 255, draw.whole(129, 254)}) {
    const std::string piece(1, static_cast<char>(byte));
    expect(student<hash>(piece) == by_shifts(piece),
           std::to_string(by_shifts(piece)) + " for the byte " + std::to_string(byte),
           "127 is the last that is not negative.");
  }
}

PRIMER_CHECK("A word of the vocabulary has its own row and others have none", 2) {
  const Strings words = some_words(draw, draw.whole(4, 9));
  const int own = draw.whole(0, static_cast<int>(words.size()) - 1);
  const std::string& word = words[static_cast<std::size_t>(own)];
  expect(student<rows>(word, {}, words, draw.whole(5, 50)) == std::vector<int>{own},
         "row " + std::to_string(own) + " alone for that word, if it has no pieces",
         "The rows of words are those of the list.");
  const Strings pieces = some_pieces(draw, 6, 1000);
  const auto known = student<rows>(word, pieces, words, 1000);
  expect(known.size() == 7 && known[0] == own, "its own row, and then six for six pieces",
         "Two words of the same letters could not be told apart otherwise.");
  expect(student<rows>("unread", pieces, words, 1000).size() == 6,
         "six rows for a word that was never read and has six pieces",
         "There is no row for it, and no row stands for all that are unknown.");
  expect(student<rows>("unread", {}, words, 1000).empty(), "no row where there are no pieces",
         "Nothing is known of it.");
}

PRIMER_CHECK("The buckets come behind the words", 2) {
  for (const int buckets : {draw.whole(50, 99), 200'000}) {
    const Strings words = some_words(draw, draw.whole(3, 9));
    const Strings pieces = some_pieces(draw, 8, static_cast<std::uint64_t>(buckets));
    expect(
        student<rows>("unread", pieces, words, buckets) ==
            in_buckets(pieces, words.size(), buckets),
        "for each piece, in order, the number of words and the hash mod " + std::to_string(buckets),
        "Rows below the number of words are those of words. And half of all hashes are larger "
        "than an int can be.");
  }
}

PRIMER_CHECK("Pieces that share a bucket are rows of their own", 1) {
  const Strings words = some_words(draw, 3);
  const Strings pieces = some_pieces(draw, 8);
  expect(student<rows>(words[1], pieces, words, 1) == std::vector<int>{1, 3, 3, 3, 3, 3, 3, 3, 3},
         "row 1 and then eight times row 3, for three words, eight pieces and a single bucket",
         "In a mean of nine vectors, one that stands there eight times counts eight times.");
}

PRIMER_CHECK("Without buckets there are only words", 1) {
  const Strings words = some_words(draw, 4);
  const Strings pieces = some_pieces(draw, 5);
  expect(student<rows>(words[2], pieces, words, 0) == std::vector<int>{2},
         "the word's own row and no other", "That is chapter 2: each word for itself.");
  expect(student<rows>("unread", pieces, words, 0).empty(), "no row for a word that was not read",
         "A remainder by 0 does not exist.");
}

}  // namespace primer::exercise
