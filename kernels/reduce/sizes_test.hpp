#pragma once
// Arrays to reduce, and what becomes of them.

#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/testing/numeric.hpp"
#include "kernels/reduce/reduce.hpp"

namespace primer::testing {

inline constexpr float infinity = std::numeric_limits<float>::infinity();
inline constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

inline const std::vector<Reduction> all_reductions{Reduction::sum, Reduction::mean, Reduction::max,
                                                   Reduction::sum_of_squares};

inline std::vector<ReduceSizes> all_reduce_sizes() {
  std::vector<ReduceSizes> sizes{
      {1, 100'003, 1},                                // all of an array, in several blocks
      {3, 20'011, 1},  {128, 97, 1},  {2003, 33, 1},  // rows
      {1, 128, 784},   {1, 4099, 7},  {1, 3, 5003},  {1, 301, 97},  // columns
      {5, 67, 13},     {2, 65, 1031}, {1, 64, 2},    {7, 1, 3},     // both
      {0, 3, 5},       {3, 0, 5},     {3, 5, 0},     {1, 0, 1},     // nothing
  };
  for (const Index n : awkward_sizes()) {
    sizes.push_back({1, n, 1});
    sizes.push_back({3, n, 1});
    sizes.push_back({1, n, 5});
    sizes.push_back({2, 3, n});
  }
  return sizes;
}

inline std::size_t input_count(const ReduceSizes& s) {
  return static_cast<std::size_t>(s.outer * s.middle * s.inner);
}
inline std::size_t output_count(const ReduceSizes& s) {
  return static_cast<std::size_t>(s.outer * s.inner);
}

inline std::string text(const ReduceSizes& s) {
  std::ostringstream line;
  line << "(" << s.outer << ", " << s.middle << ", " << s.inner << ")";
  return line.str();
}

/// The elements that become output i, in their order.
inline std::vector<std::size_t> terms(const ReduceSizes& s, std::size_t i) {
  const Index o = static_cast<Index>(i) / s.inner, j = static_cast<Index>(i) % s.inner;
  std::vector<std::size_t> positions;
  for (Index m = 0; m < s.middle; ++m) {
    positions.push_back(static_cast<std::size_t>((o * s.middle + m) * s.inner + j));
  }
  return positions;
}

template <class T>
double exact(Reduction reduction, const std::vector<T>& x, const std::vector<std::size_t>& terms) {
  double sum = 0, squares = 0, largest = -infinity;
  for (const std::size_t i : terms) {
    const double v = x[i];
    sum += v;
    squares += v * v;
    largest = std::isnan(largest) || v <= largest ? largest : v;
  }
  switch (reduction) {
    case Reduction::sum:
      return sum;
    case Reduction::mean:
      return sum / static_cast<double>(terms.size());
    case Reduction::max:
      return largest;
    case Reduction::sum_of_squares:
      return squares;
  }
  throw std::invalid_argument("no such reduction");
}

}  // namespace primer::testing
