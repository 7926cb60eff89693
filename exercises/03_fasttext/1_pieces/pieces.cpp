#include "pieces.hpp"

#include <cstddef>

namespace primer::exercise {

std::vector<std::string> characters(const std::string& text) {
  // Your code goes here.
  throw NotImplemented();
}

std::vector<std::string> pieces(const std::string& word, int shortest, int longest) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace primer::exercise
