#pragma once
// From an exercise's solution to what the reader gets, and to wrong solutions that its checks must catch.
//
// Holes stand in the solution between two lines, `//! hole` and `//! end`:
//
//   double mse(const Pictures& drawn, const Pictures& original) {
//     //! hole
//     …
//     //! end
//   }

#include <string>
#include <string_view>
#include <vector>

namespace primer::grader {

/// The solution with its holes empty: each throws NotImplemented. All lines outside of holes stay as they are.
/// @throws Error when there is no hole, or one is not closed
std::string cut_holes(const std::string& solution, const std::string& file);
/// The solution as a reader should see it: without the lines that mark holes.
std::string without_marks(const std::string& solution);
/// The lines inside of holes that say something, those of twenty letters and signs or more.
std::vector<std::string> hole_lines(const std::string& solution);

/// Whether two files are the same outside of the holes of `stub`, so that `file` is that exercise, begun.
bool same_outside_holes(const std::string& stub, const std::string& file);

/// A wrong solution, told by what it does otherwise. The file's form:
///
///   The article's loss: the pixels are left out of the mean.
///   Fails: The loss is the mean over all pixels of all pictures
///   -  return sum / static_cast<double>(drawn.size() * drawn[0].size());
///   +  return sum / static_cast<double>(drawn.size());
///
/// A stretch of lines with - stands in the solution just once and is replaced by the lines with + that follow.
struct Mutant {
  std::string about;
  std::vector<std::string> fails;  ///< the checks that must fail, and no other
  std::string source;
};
/// @throws Error when the file has another form, or its lines do not stand in the solution just once
Mutant read_mutant(const std::string& text, const std::string& solution, const std::string& file);

}  // namespace primer::grader
