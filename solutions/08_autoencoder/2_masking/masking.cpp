#include "masking.hpp"

#include <array>
#include <cstddef>

#include "kernels/random/philox.hpp"

namespace primer::exercise {

Lesson make_lesson(const Pictures& pictures, const std::vector<std::uint32_t>& numbers,
                   const Damage& damage) {
  //! hole
  const std::array key{static_cast<std::uint32_t>(damage.seed),
                       static_cast<std::uint32_t>(damage.seed >> 32)};
  Lesson lesson{pictures, pictures};
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    std::vector<float>& pixels = lesson.input[i];
    for (std::size_t first = 0; first < pixels.size(); first += 4) {
      const auto block = static_cast<std::uint32_t>(first / 4);
      const auto dice = philox4x32_10({block, numbers[i], damage.epoch, 0}, key);
      for (std::size_t p = first; p < first + 4 && p < pixels.size(); ++p) {
        const bool hidden = unit_interval(dice[p - first]) < damage.share;
        if (hidden) pixels[p] = 0;
      }
    }
  }
  return lesson;
  //! end
}

}  // namespace primer::exercise
