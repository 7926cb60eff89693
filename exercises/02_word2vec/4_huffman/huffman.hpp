#pragma once
// Exercise 2.4: a tree in which frequent words stand near the root.

#include <cstdint>
#include <string>
#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// The way from the root of Huffman's tree to each word, written with 0 for one side and 1 for the other. Which side is which, and
/// which of several equally good trees it is, is up to you.
/// @param counts of the words, each at least 1
/// @return a code for each word; an empty one when there is only one word
std::vector<std::string> codes(const std::vector<std::int64_t>& counts);

/// The mean of log2 of what hierarchical softmax gives a word, when every node of the tree says each side with probability ½, and
/// words are asked for as often as they occur.
/// @param codes as above
double mean_log2(const std::vector<std::string>& codes, const std::vector<std::int64_t>& counts);

PRIMER_INTERFACE(codes, mean_log2);

}  // namespace primer::exercise
