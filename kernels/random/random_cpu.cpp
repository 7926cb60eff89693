#include "kernels/random/random.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "kernels/elementwise/vector_math.hpp"
#include "kernels/parallel.hpp"
#include "kernels/random/draws.hpp"

namespace primer::cpu {
namespace {

constexpr Index work_per_draw = 8;

struct Pair {
  float cosine, sine;
};

// Two normal numbers from two draws (Box & Muller 1958). The angle is bits2 / 2^32 of a turn, of which 24 bits are used;
// it is first brought to within an eighth of a turn of a quarter, exactly, so that results near zero keep their digits.
inline Pair box_muller(std::uint32_t bits1, std::uint32_t bits2) {
  // (0, 1], so that the logarithm is finite
  const float u = static_cast<float>((bits1 >> 8) + 1) * 0x1p-24f;
  const float radius = std::sqrt(-2 * vector_math::log(u));
  const auto turn = static_cast<std::int32_t>(bits2 >> 8);
  const std::int32_t quarter = (turn + (1 << 21)) >> 22;
  const float x = static_cast<float>(turn - (quarter << 22)) * (6.28318531f * 0x1p-24f);
  const float s = x * x;
  const float sine =
      x * vector_math::polynomial(s, 1 / 362880.0f, -1 / 5040.0f, 1 / 120.0f, -1 / 6.0f, 1.0f);
  const float cosine = vector_math::polynomial(s, -1 / 3628800.0f, 1 / 40320.0f, -1 / 720.0f,
                                               1 / 24.0f, -0.5f, 1.0f);
  const bool swapped = (quarter & 1) != 0;
  const float c = swapped ? -sine : cosine;
  const float d = swapped ? cosine : sine;
  const float sign = (quarter & 2) != 0 ? -radius : radius;
  return {sign * c, sign * d};
}

}  // namespace

void uniform(float* x, Index n, float low, float high, RandomState state, Stream) {
  const float width = high - low;
  // low + width · u may round up to high itself, which is not part of the interval
  const float below_high = std::nextafter(high, low);
  parallel_for(n, work_per_draw, element_grain, [=](Index begin, Index end) {
    for_each_draw(state, begin, end, [=](Index at, Index count, const std::uint32_t* bits) {
#pragma omp simd
      for (Index k = 0; k < count; ++k) {
        const float value = low + width * unit_interval(bits[k]);
        x[at + k] = value < high ? value : below_high;
      }
    });
  });
}

void normal(float* x, Index n, float mean, float deviation, RandomState state, Stream) {
  const Index pairs = (n + 1) / 2;
  parallel_for(pairs, 4 * work_per_draw, element_grain, [=](Index begin, Index end) {
    // A run may end between the two draws of a pair: the first waits for the second.
    std::uint32_t waiting = 0;
    const auto put = [=](Index pair, std::uint32_t bits1, std::uint32_t bits2) {
      const auto [cosine, sine] = box_muller(bits1, bits2);
      x[2 * pair] = mean + deviation * cosine;
      if (2 * pair + 1 < n) x[2 * pair + 1] = mean + deviation * sine;
    };
    for_each_draw(state, 2 * begin, 2 * end, [&](Index at, Index count, const std::uint32_t* bits) {
      Index k = 0;
      if (at % 2 == 1) put(at / 2, waiting, bits[k++]);
      const Index whole = (count - k) / 2;
      const Index first = (at + k) / 2;
      const Index room = std::min(whole, std::max<Index>(n / 2 - first, 0));
#pragma omp simd
      for (Index i = 0; i < room; ++i) {
        const auto [cosine, sine] = box_muller(bits[k + 2 * i], bits[k + 2 * i + 1]);
        x[2 * (first + i)] = mean + deviation * cosine;
        x[2 * (first + i) + 1] = mean + deviation * sine;
      }
      if (room < whole) put(first + room, bits[k + 2 * room], bits[k + 2 * room + 1]);
      if ((count - k) % 2 == 1) waiting = bits[count - 1];
    });
  });
}

void permutation(std::int32_t* x, Index n, RandomState state, Stream) {
  std::iota(x, x + n, 0);
  std::uint64_t low = 0;
  for_each_draw(state, 0, 2 * n, [&](Index at, Index count, const std::uint32_t* bits) {
    for (Index k = 0; k < count; ++k) {
      if ((at + k) % 2 == 0) {
        low = bits[k];
        continue;
      }
      // 64 random bits times the number of choices; the part above 2^64 is the choice.
      const Index i = (at + k) / 2;
      const auto choices = static_cast<std::uint64_t>(i + 1);
      const auto choice = (bits[k] * choices + (low * choices >> 32)) >> 32;
      std::swap(x[i], x[choice]);
    }
  });
}

}  // namespace primer::cpu
