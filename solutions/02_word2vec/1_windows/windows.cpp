#include "windows.hpp"

#include <algorithm>
#include <cstddef>

namespace primer::exercise {
namespace {

/// The places in the window around a place, without itself.
std::vector<int> around(int place, int size, int length) {
  //! hole
  std::vector<int> places;
  const int begin = std::max(0, place - size);
  const int end = std::min(length - 1, place + size);
  for (int other = begin; other <= end; ++other) {
    if (other != place) places.push_back(other);
  }
  return places;
  //! end
}

}  // namespace

std::vector<Pair> skip_gram(const std::vector<int>& sentence, const std::vector<int>& sizes) {
  //! hole
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    for (const int other :
         around(static_cast<int>(i), sizes[i], static_cast<int>(sentence.size()))) {
      pairs.emplace_back(sentence[i], sentence[static_cast<std::size_t>(other)]);
    }
  }
  return pairs;
  //! end
}

std::vector<Question> cbow(const std::vector<int>& sentence, const std::vector<int>& sizes) {
  //! hole
  std::vector<Question> questions;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    Question question{{}, sentence[i]};
    for (const int other :
         around(static_cast<int>(i), sizes[i], static_cast<int>(sentence.size()))) {
      question.given.push_back(sentence[static_cast<std::size_t>(other)]);
    }
    if (!question.given.empty()) questions.push_back(question);
  }
  return questions;
  //! end
}

}  // namespace primer::exercise
