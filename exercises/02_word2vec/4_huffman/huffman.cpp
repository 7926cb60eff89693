#include "huffman.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <queue>
#include <utility>

namespace primer::exercise {

std::vector<std::string> codes(const std::vector<std::int64_t>& counts) {
  // Your code goes here.
  throw NotImplemented();
}

double mean_log2(const std::vector<std::string>& codes, const std::vector<std::int64_t>& counts) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace primer::exercise
