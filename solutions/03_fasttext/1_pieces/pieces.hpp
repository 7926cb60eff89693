#pragma once
// Exercise 3.1: the pieces of a word.

#include <string>
#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// The characters of a text, each as a string of one to four bytes.
/// @param text in valid UTF-8
std::vector<std::string> characters(const std::string& text);

/// The stretches of `shortest` to `longest` characters of <word>, without the two that are a mark alone.
/// @param word in valid UTF-8; may be empty, and may hold < and > itself
/// @param shortest at least 1
/// @param longest in characters; may be less than `shortest`, and then there is no piece
/// @return by where they begin, and then by their length
std::vector<std::string> pieces(const std::string& word, int shortest, int longest);

PRIMER_INTERFACE(characters, pieces);

}  // namespace primer::exercise
