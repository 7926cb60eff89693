#include "kernels/random/random.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
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

// Two normal numbers from two draws. The angle is first brought to within half a quarter turn of a whole number of
// quarters, which is exact, so that results near zero keep their digits. What is put together in double precision is
// rounded once: the result is within two units in the last place of the exact one.
inline Pair box_muller(std::uint32_t bits1, std::uint32_t bits2) {
  const float u = static_cast<float>((bits1 >> 8) + 1) * 0x1p-24f;
  const double radius = std::sqrt(-2.0 * vector_math::log(u));
  const auto turn = static_cast<std::int32_t>(bits2 >> 8);
  const std::int32_t quarter = (turn + (1 << 21)) >> 22;
  // sin(π/2 x) and cos(π/2 x): minimax fits of relative error (Remez's algorithm)
  const float x = static_cast<float>(turn - (quarter << 22)) * 0x1p-22f;
  const float s = x * x;
  const double sine =
      x * (std::numbers::pi / 2 +
           s * vector_math::polynomial(s, -4.60480340e-3f, 7.96814039e-2f, -6.45963609e-1f));
  const double cosine = 1.0 + s * vector_math::polynomial(s, 9.03760258e-4f, -2.08601616e-2f,
                                                          2.53669232e-1f, -1.23370051f);
  const bool swapped = (quarter & 1) != 0;
  const double c = swapped ? -sine : cosine;
  const double d = swapped ? cosine : sine;
  const double sign = (quarter & 2) != 0 ? -radius : radius;
  return {static_cast<float>(sign * c), static_cast<float>(sign * d)};
}

}  // namespace

void uniform(float* x, Index n, float low, float high, RandomState state, Stream) {
  // The product is exact in double precision, so that the result does not depend on whether the compiler fuses it
  const double width = high - low;
  // low + width · u may round up to high itself, which is not part of the interval
  const float below_high = std::nextafter(high, low);
  parallel_for(n, work_per_draw, element_grain, [=](Index begin, Index end) {
    for_each_draw(state, begin, end, [=](Index at, Index count, const std::uint32_t* bits) {
#pragma omp simd
      for (Index k = 0; k < count; ++k) {
        const auto value = static_cast<float>(low + width * unit_interval(bits[k]));
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
