#include "common/vectors/windows.hpp"

#include <algorithm>

namespace primer::vectors {

void Windows::add(std::span<const std::int32_t> sentence, int widest, text::FastRandom& random) {
  const auto start = static_cast<std::int32_t>(words_.size());
  const auto length = static_cast<std::int32_t>(sentence.size());
  for (std::int32_t i = 0; i < length; ++i) {
    const auto size =
        static_cast<std::int32_t>(1 + random.below(static_cast<std::uint32_t>(widest)));
    words_.push_back(sentence[at(i)]);
    begins_.push_back(start + std::max(0, i - size));
    ends_.push_back(start + std::min(length, i + size + 1));
  }
}

Windows::Block Windows::block(int first, int size) const {
  const int last = std::min(first + size, this->size());
  Block block{first, last, first, last};
  for (int place = first; place < last; ++place) {
    block.begin = std::min(block.begin, begin(place));
    block.end = std::max(block.end, end(place));
  }
  return block;
}

void Windows::clear() {
  words_.clear();
  begins_.clear();
  ends_.clear();
}

}  // namespace primer::vectors
