#pragma once
// Random numbers from a counter: the i-th number depends on the seed and on i alone, so that any number of threads, or a
// GPU, draws the same ones in any order. Philox 4x32-10: Salmon, Moraes, Dror & Shaw, "Parallel Random Numbers: As Easy
// as 1, 2, 3", SC 2011.

#include "kernels/operation.hpp"

namespace primer {

/// A place in the stream of one seed. Counted in single 32-bit draws: an operation that fills n elements uses the draws
/// offset … offset + n - 1 (normal: see there), and the caller moves the offset on.
struct RandomState {
  std::uint64_t seed = 0;    ///< the key of Philox
  std::uint64_t offset = 0;  ///< draws used so far
};

namespace cpu {

/// Uniform in [low, high): 24 random bits each, so that every value is exact before it is scaled. Draw i gives element i,
/// with the same bits on every device.
void uniform(float* x /* (n) */, Index n, float low, float high, RandomState, Stream);

/// Normal by Box and Muller from pairs of draws: elements 2i and 2i+1 come from draws offset + 2i and offset + 2i + 1;
/// an odd n uses n + 1 draws. With their upper 24 bits a and b: √(-2 ln((a + 1) / 2²⁴)) times cos and sin of 2πb / 2²⁴,
/// to 2 units in the last place, so that devices agree to 4.
void normal(float* x /* (n) */, Index n, float mean, float deviation, RandomState, Stream);

/// A uniformly random order of 0 … n-1 (Fisher and Yates; 2n draws).
void permutation(std::int32_t* x /* (n) */, Index n, RandomState, Stream);

}  // namespace cpu
}  // namespace primer

PRIMER_TWINS(uniform);
PRIMER_TWINS(normal);
PRIMER_TWINS(permutation);
