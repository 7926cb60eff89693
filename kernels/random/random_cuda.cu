// # Random numbers on a GPU
//
// The same numbers as on the CPU, whatever the grid: element i comes from draw i, and draw i is a
// function of the seed and of i (Philox: Salmon, Moraes, Dror & Shaw 2011). What makes a uniform or
// a normal number of the draws is compiled for both devices from one source (`distributions.hpp`).
// To fill an array moves 4 bytes an element and takes Philox and some arithmetic, part of it in
// double precision: on cards for games, which do double precision at a small fraction of their
// speed, it is that which sets the pace.
#include "kernels/random/random.hpp"

#include "kernels/random/distributions.hpp"
#include "kernels/random/draws_cuda.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

struct Uniform {
  float* x;
  UniformRange range;
  RandomState state;

  template <int width>
  __device__ void at(Index i) const {
    const std::array<std::uint32_t, width> bits = draws<width>(state, i);
    Pack<width> pack;
    for (int k = 0; k < width; ++k) pack[k] = range(bits[k]);
    store(x + i, pack);
  }
};

// Normal numbers come in pairs, elements 2i and 2i+1 from the draws of the same numbers. A pack
// holds two pairs; a single element works out its whole pair and keeps one of them.
struct Normal {
  float* x;
  float mean, deviation;
  RandomState state;

  template <int width>
  __device__ void at(Index i) const {
    constexpr int drawn = width > 1 ? width : 2;
    const std::array<std::uint32_t, drawn> bits = draws<drawn>(state, i / 2 * 2);
    Pack<width> pack;
    for (int k = 0; k < width; ++k) {
      const Index in_pair = (i + k) % 2;
      const NormalPair pair = box_muller(bits[k / 2 * 2], bits[k / 2 * 2 + 1]);
      pack[k] = mean + deviation * (in_pair == 0 ? pair.cosine : pair.sine);
    }
    store(x + i, pack);
  }
};

}  // namespace

void uniform(float* x, Index n, float low, float high, RandomState state, Stream stream) {
  for_each_element(n, aligned(x), Uniform{x, UniformRange(low, high), state}, stream);
}

void normal(float* x, Index n, float mean, float deviation, RandomState state, Stream stream) {
  for_each_element(n, aligned(x), Normal{x, mean, deviation, state}, stream);
}

// ## A permutation
//
// Fisher and Yates go through the numbers in order, and number i changes places with one of those
// up to itself:
//
//     for i = 0 … n-1:  swap(x[i], x[choice(i)]),  choice(i) <= i
//
// Each step needs the steps before it. One thread alone would wait for memory at each of them, and
// the order is to be the CPU's to the last number, so that we cannot choose an algorithm that suits
// us better. But 32 steps can be taken at once.
//
// Until step i nobody has touched x[i], so that it holds i. Hence the step means: x[i] becomes what
// stands at choice(i), and i moves to where that was. What stands at choice(i) at that moment?
//
// - If a step j of the same 32, before i, chose the same place, then the last such step has left j
//   there.
// - Otherwise, if the place was filled before these 32 steps, what memory holds.
// - Otherwise the place is one of the 32 new ones, say k's, and holds what step k put there: or i
//   itself, if k is i.
namespace {

__global__ void permute(std::int32_t* x, std::uint32_t n, RandomState state) {
  const int lane = static_cast<int>(threadIdx.x);
  for (std::uint32_t first = 0; first < n; first += warp_size) {
    const std::uint32_t i = first + threadIdx.x;
    const unsigned mask = __ballot_sync(whole_warp, i < n);
    if (i >= n) break;

    const std::array<std::uint32_t, 2> bits = draws<2>(state, 2 * Index{i});
    const std::uint32_t choice = random_choice(bits[0], bits[1], i + 1);
    const unsigned same = __match_any_sync(mask, choice);
    const unsigned before = same & ((1u << lane) - 1);

    // The value that step i puts to x[i], or the lane that knows it
    std::uint32_t value = i;
    int source = lane;
    if (before != 0) {
      value = first + 31 - static_cast<unsigned>(__clz(static_cast<int>(before)));
    } else if (choice < first) {
      value = static_cast<std::uint32_t>(x[choice]);
    } else {
      source = static_cast<int>(choice - first);
    }
    // Whose value is another lane's asks that one, which may have to ask itself: five times,
    // doubling the way each time
    for (int round = 0; round < 5; ++round) {
      const std::uint32_t its_value = __shfl_sync(mask, value, source);
      const int its_source = __shfl_sync(mask, source, source);
      value = its_value;
      source = its_source;
    }

    // All put down what they have; where a later step chose the same place, the last one's number
    // stays
    x[i] = static_cast<std::int32_t>(value);
    __syncwarp(mask);
    if (same >> lane == 1) x[choice] = static_cast<std::int32_t>(i);
    __syncwarp(mask);
  }
}

}  // namespace

void permutation(std::int32_t* x, Index n, RandomState state, Stream stream) {
  if (n == 0) return;
  launch(permute, 1, warp_size, 0, stream, x, static_cast<std::uint32_t>(n), state);
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
