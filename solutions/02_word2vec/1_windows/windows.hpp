#pragma once
// Exercise 2.1: what skip-gram and CBOW ask of a sentence.

#include <utility>
#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// A word that is given, and one that is to be named.
using Pair = std::pair<int, int>;

/// Words that are given together, and the one that is to be named.
struct Question {
  std::vector<int> given;  ///< in the sentence's order
  int named = 0;
};

/// Skip-gram: each word is given, and each word of its window is to be named.
/// @param sentence ids of the words
/// @param sizes of each word's window, to either side; as many as there are words, each at least 1
/// @return by the place of the given word, and then by the place of the named one
std::vector<Pair> skip_gram(const std::vector<int>& sentence, const std::vector<int>& sizes);

/// CBOW: the words of a window are given together, and the one in its middle is to be named.
/// @return by the place of the named word; a window without another word asks nothing
std::vector<Question> cbow(const std::vector<int>& sentence, const std::vector<int>& sizes);

PRIMER_INTERFACE(skip_gram, cbow);

}  // namespace primer::exercise
