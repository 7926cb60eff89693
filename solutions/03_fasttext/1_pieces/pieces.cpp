#include "pieces.hpp"

#include <cstddef>

namespace primer::exercise {

std::vector<std::string> characters(const std::string& text) {
  //! hole
  std::vector<std::string> found;
  for (const char byte : text) {
    const bool goes_on = (byte & 0xC0) == 0x80;
    if (!goes_on) found.emplace_back();
    found.back() += byte;
  }
  return found;
  //! end
}

std::vector<std::string> pieces(const std::string& word, int shortest, int longest) {
  //! hole
  const std::vector<std::string> marked = characters("<" + word + ">");
  std::vector<std::string> found;
  for (std::size_t begin = 0; begin < marked.size(); ++begin) {
    std::string piece;
    int length = 0;
    for (std::size_t end = begin; end < marked.size() && length < longest; ++end) {
      piece += marked[end];
      ++length;
      const bool mark_alone = length == 1 && (begin == 0 || begin + 1 == marked.size());
      if (length >= shortest && !mark_alone) found.push_back(piece);
    }
  }
  return found;
  //! end
}

}  // namespace primer::exercise
