#pragma once
// Exercise 3.2: a hash, and the rows that make up a word.

#include <cstdint>
#include <string>
#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// FNV-1a of 32 bits with bytes taken as signed: each is made 32 bits wide with its sign, XORed in, and multiplied by the prime 16777619.
/// The hash of no byte is 2166136261.
std::uint32_t hash(const std::string& bytes);

/// The rows that a word is made of.
/// @param pieces of the word, in order; hashed as they are
/// @param vocabulary of V different words, with rows 0 to V - 1
/// @param buckets with rows V to V + buckets - 1; 0: pieces have no rows
/// @return the word's own row, if it is in the vocabulary, and then one for each piece, in order
std::vector<int> rows(const std::string& word, const std::vector<std::string>& pieces,
                      const std::vector<std::string>& vocabulary, int buckets);

PRIMER_INTERFACE(hash, rows);

}  // namespace primer::exercise
