#include "windows.hpp"

#include <algorithm>
#include <cstddef>

namespace primer::exercise {
namespace {

/// The places in the window around a place, without itself.
std::vector<int> around(int place, int size, int length) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace

std::vector<Pair> skip_gram(const std::vector<int>& sentence, const std::vector<int>& sizes) {
  // Your code goes here.
  throw NotImplemented();
}

std::vector<Question> cbow(const std::vector<int>& sentence, const std::vector<int>& sizes) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace primer::exercise
