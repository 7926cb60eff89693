#include "vector_files.hpp"

#include <cmath>
#include <cstddef>
#include <exception>

namespace primer::exercise {
namespace {

/// Whether the text is read, as this table.
bool gives(const Read& read, const std::string& text, const Table& expected) {
  //! hole
  try {
    const Table got = read(text);
    if (got.words != expected.words) return false;
    if (got.vectors.size() != expected.vectors.size()) return false;
    for (std::size_t w = 0; w < got.vectors.size(); ++w) {
      if (got.vectors[w].size() != expected.vectors[w].size()) return false;
      for (std::size_t d = 0; d < got.vectors[w].size(); ++d) {
        const float right = expected.vectors[w][d];
        if (!(std::abs(got.vectors[w][d] - right) <= 2e-6f * std::abs(right))) return false;
      }
    }
    return true;
  } catch (const std::exception&) {
    return false;
  }
  //! end
}

/// Whether the text is refused.
bool refuses(const Read& read, const std::string& text) {
  //! hole
  try {
    read(text);
    return false;
  } catch (const std::exception&) {
    return true;
  }
  //! end
}

}  // namespace

bool accepts(Read read) {
  //! hole
  const Table plain = {{"the", "of"}, {{0.5f, -1}, {-4.25f, 0}}};
  if (!gives(read, "2 2\nthe 0.5 -1\nof -4.25 0\n", plain)) return false;
  if (!gives(read, "2 2\nthe 0.5 -1 \nof -4.25 0 \n", plain)) return false;
  const Table named = {{"don't", "3.5", "Été"}, {{1}, {2}, {3}}};
  if (!gives(read, "3 1\ndon't 1\n3.5 2\nÉté 3\n", named)) return false;
  if (!gives(read, "1 1\nnew\u00a0york 5\n", {{"new\u00a0york"}, {{5}}})) return false;
  if (!gives(read, "2 1\nThe 1\nthe 2\n", {{"The", "the"}, {{1}, {2}}})) return false;
  if (!gives(read, "1 2\na 5e-05 -1.25E+3\n", {{"a"}, {{5e-5f, -1250}}})) return false;

  const char* const broken[] = {
      "2 2\na 1 2x\nb 3 4\n",        // more than a number
      "2 2\na 1 0.1.2\nb 3 4\n",     // and more again
      "2 2\na 1 x\nb 3 4\n",         // no number
      "2 2\na 1 nan\nb 3 4\n",       // not finite
      "2 2\na 1 -inf\nb 3 4\n",      // nor this
      "2 2\na 1\nb 3 4\n",           // too few in a line
      "2 2\na 1 2\nb 3\n",           // and in the last
      "2 2\na 1 2 5\nb 3 4\n",       // too many in a line
      "2 2\na 1 2\nb 3 4 5\n",       // and in the last
      "2 2\na 1\n2\nb 3 4\n",        // a line in two
      "2 3\na 1 2\nb 3 4\n",         // more numbers announced
      "2 1\na 1 2\nb 3 4\n",         // fewer
      "3 2\na 1 2\nb 3 4\n",         // more words
      "2 2\na 1 2\nb 3 4\nc 5 6\n",  // fewer
      "3 2\na 1 2\nb 3 4\na 5 6\n",  // a word twice
  };
  for (const char* file : broken) {
    if (!refuses(read, file)) return false;
  }
  return true;
  //! end
}

}  // namespace primer::exercise
