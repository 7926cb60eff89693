#pragma once
// What benchmarks of word vectors need besides Contest: a text that takes a second, and speeds in words.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "common/testing/contest.hpp"

namespace primer::testing {

/// Every 16th line of a file, in a file of its own that goes in the end: a pass over it takes a rival about a second.
class TextSlice {
 public:
  /// @throws Error when the file cannot be read, or there is no room for the slice
  explicit TextSlice(const std::filesystem::path& whole);
  ~TextSlice();
  TextSlice(const TextSlice&) = delete;
  TextSlice& operator=(const TextSlice&) = delete;

  const std::filesystem::path path;  ///< of the slice
};

/// Races, and prints beside the times how many thousand words a second that makes on either side.
/// @param words how many the work goes through; it may be set by the work
void race_words(Contest& contest, const std::string& work, const std::int64_t& words,
                const std::function<void()>& once, int pairs);

}  // namespace primer::testing
