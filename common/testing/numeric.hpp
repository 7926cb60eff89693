#pragma once
// What tests compare with.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace primer::testing {

/// max |a - b| / max |b|, the error that the parity rules speak of; the plain max |a - b| when b is all zero. Infinite
/// when the lengths differ or one is NaN where the other is not.
double error(std::span<const float> a, std::span<const double> b);
double error(std::span<const float> a, std::span<const float> b);

/// n reproducible numbers, uniform in [low, high).
std::vector<float> random_floats(std::size_t n, std::uint64_t seed, float low = -1, float high = 1);
std::vector<double> to_double(std::span<const float> x);

/// Central differences of a scalar function, in double precision: element i is (f(x + h e_i) - f(x - h e_i)) / 2h.
std::vector<double> finite_differences(const std::function<double(const std::vector<double>&)>& f,
                                       std::vector<double> x, double h = 1e-5);

/// Sizes at which loops go wrong: 0, 1, primes, neighbours of multiples of 8, 16 and 32, and one past a block.
std::vector<std::int64_t> awkward_sizes();

}  // namespace primer::testing
