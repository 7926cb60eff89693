#include "masking.hpp"

#include <array>
#include <cstddef>

#include "kernels/random/philox.hpp"

namespace primer::exercise {

Lesson make_lesson(const Pictures& pictures, const std::vector<std::uint32_t>& numbers,
                   const Damage& damage) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace primer::exercise
