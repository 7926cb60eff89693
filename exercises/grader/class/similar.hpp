#pragma once
// Submissions that look copied, for a person to judge. Nobody loses points here: a formula of three lines looks the same
// wherever it is right.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace primer::grader {

/// What is left of a source when comments, layout, includes and names are taken out: its tokens, with each name replaced by
/// its number in order of appearance. Keywords stay, and so do names after :: . and ->, which a copyist cannot choose.
std::vector<std::string> tokens_of(std::string_view source);

/// A source's tokens as a number; two sources that differ in nothing else have the same.
struct Imprint {
  std::string digits;
  std::size_t tokens = 0;
};
Imprint imprint_of(std::string_view source);

/// A file that is like another.
struct Likeness {
  std::string exercise;
  std::string id;
  std::string
      other;  ///< the solution's path, or the first submission by name that is like this one
  double share =
      0;  ///< of all files that were filled in, those that are like this one, itself included
  std::size_t tokens = 0;  ///< in its holes
};

/// What the files of an exercise are compared with.
struct Originals {
  std::optional<Imprint> stub;  ///< files like it are left out
  std::optional<Imprint> solution;
  std::string solution_name;
};
struct HandedIn {
  std::string id;
  std::optional<Imprint> imprint;  ///< none: there was no file
};
/// The files of one exercise that are like the solution, or like another. Files are left out that have less than 30 tokens
/// more than the stub, because anybody may come to the same.
std::vector<Likeness> likenesses(const std::string& exercise, const std::vector<HandedIn>& files,
                                 const Originals& originals);

}  // namespace primer::grader
