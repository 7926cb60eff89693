#pragma once
// What benchmarks of word vectors say besides Contest: speeds in words.

#include <cstdint>
#include <functional>
#include <string>

#include "common/testing/contest.hpp"

namespace primer::testing {

/// Races, and prints beside the times how many thousand words a second that makes on either side.
/// @param words how many the work goes through; it may be set by the work
void race_words(Contest& contest, const std::string& work, const std::int64_t& words,
                const std::function<void()>& once, int pairs);

}  // namespace primer::testing
