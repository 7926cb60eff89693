#include "kernels/random/random.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "kernels/parallel.hpp"
#include "kernels/random/distributions.hpp"
#include "kernels/random/draws.hpp"

namespace primer::cpu {
namespace {

constexpr Index work_per_draw = 8;

}  // namespace

void uniform(float* x, Index n, float low, float high, RandomState state, Stream) {
  const UniformRange uniform_number(low, high);
  parallel_for(n, work_per_draw, element_grain, [=](Index begin, Index end) {
    for_each_draw(state, begin, end, [=](Index at, Index count, const std::uint32_t* bits) {
#pragma omp simd
      for (Index k = 0; k < count; ++k) x[at + k] = uniform_number(bits[k]);
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
  std::uint32_t low = 0;
  for_each_draw(state, 0, 2 * n, [&](Index at, Index count, const std::uint32_t* bits) {
    for (Index k = 0; k < count; ++k) {
      if ((at + k) % 2 == 0) {
        low = bits[k];
        continue;
      }
      const Index i = (at + k) / 2;
      std::swap(x[i], x[random_choice(low, bits[k], static_cast<std::uint32_t>(i + 1))]);
    }
  });
}

}  // namespace primer::cpu
