#pragma once
// Exercise 8.2: pictures with holes that can be drawn again.

#include <cstdint>
#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// Pictures, one a row, all of the same number of pixels.
using Pictures = std::vector<std::vector<float>>;

/// Which holes to make.
struct Damage {
  double share = 0;         ///< of the pixels, from 0 (none) to 1 (all)
  std::uint64_t seed = 0;   ///< of the experiment; all 64 bits count
  std::uint32_t epoch = 0;  ///< in each of which a picture has other holes
};

/// What a denoising autoencoder learns from, each (N, P).
struct Lesson {
  Pictures input;   ///< what it sees: with holes
  Pictures target;  ///< what it has to draw: the pictures as they were
};

/// Each pixel becomes black (0) with the probability `share`, independently of all others. Whether it does depends on the
/// seed, the epoch, the picture's number and the pixel's place in the picture, and on nothing else.
/// @param pictures (N, P)
/// @param numbers (N), the place of each picture in the data set
Lesson make_lesson(const Pictures& pictures, const std::vector<std::uint32_t>& numbers,
                   const Damage& damage);

PRIMER_INTERFACE(make_lesson);

}  // namespace primer::exercise
