#pragma once
// Products and sums of rows, for training that works on a few rows at a time: small matrix products whose matrices lie scattered in a
// RowTable. Written with the compiler's vectors, so they run on any processor, and fill the registers of those that have AVX.
//
// Rows have `columns` numbers, a multiple of 8: RowTable::padded().

#include <cstdint>
#include <cstring>

namespace primer::text {

#ifdef __AVX__
/// Floats in a register.
inline constexpr int lanes = 8;
#else
/// Floats in a register.
inline constexpr int lanes = 4;
#endif

/// A register full of floats; in memory it may lie anywhere.
using Lanes = float __attribute__((vector_size(4 * lanes), aligned(4), may_alias));
/// Four floats.
using Four = float __attribute__((vector_size(16), aligned(4), may_alias));

namespace rows {

/// The registers that begin at x.
inline const Lanes* lanes_at(const float* x) { return reinterpret_cast<const Lanes*>(x); }
/// As above, to write.
inline Lanes* lanes_at(float* x) { return reinterpret_cast<Lanes*>(x); }

/// The sums of each of four registers' numbers.
inline Four sums(const Lanes& a, const Lanes& b, const Lanes& c, const Lanes& d) {
#ifdef __AVX__
  const Lanes ab = __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13) +
                   __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
  const Lanes cd = __builtin_shufflevector(c, d, 0, 8, 1, 9, 4, 12, 5, 13) +
                   __builtin_shufflevector(c, d, 2, 10, 3, 11, 6, 14, 7, 15);
  const Lanes all = __builtin_shufflevector(ab, cd, 0, 1, 8, 9, 4, 5, 12, 13) +
                    __builtin_shufflevector(ab, cd, 2, 3, 10, 11, 6, 7, 14, 15);
  Four halves[2];
  std::memcpy(halves, &all, sizeof all);
  return halves[0] + halves[1];
#else
  const Four ab =
      __builtin_shufflevector(a, b, 0, 4, 1, 5) + __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const Four cd =
      __builtin_shufflevector(c, d, 0, 4, 1, 5) + __builtin_shufflevector(c, d, 2, 6, 3, 7);
  return __builtin_shufflevector(ab, cd, 0, 1, 4, 5) + __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
#endif
}

/// Dot products of I rows x (1 or 2) with four rows y, in I * 4 chains that do not wait for one another: of x[i] and y[j] to
/// scores[i * stride + j].
template <int I>
inline void dots(const float* const* x, const float* const* y, std::int64_t columns, float* scores,
                 std::int64_t stride) {
  Lanes sum[I][4] = {};
#pragma GCC unroll 1
  for (std::int64_t d = 0; d < columns; d += lanes) {
    Lanes left[I];
    for (int i = 0; i < I; ++i) left[i] = *lanes_at(x[i] + d);
    for (int j = 0; j < 4; ++j) {
      const Lanes right = *lanes_at(y[j] + d);
      for (int i = 0; i < I; ++i) sum[i][j] += left[i] * right;
    }
  }
  for (int i = 0; i < I; ++i) {
    const Four result = sums(sum[i][0], sum[i][1], sum[i][2], sum[i][3]);
    std::memcpy(scores + i * stride, &result, sizeof result);
  }
}

/// Dot products of four rows x with a row y each, in four chains that do not wait for one another.
inline void pair_dots(const float* const* x, const float* const* y, std::int64_t columns,
                      float* scores) {
  Lanes sum[4] = {};
#pragma GCC unroll 1
  for (std::int64_t d = 0; d < columns; d += lanes) {
    for (int j = 0; j < 4; ++j) sum[j] += *lanes_at(x[j] + d) * *lanes_at(y[j] + d);
  }
  const Four result = sums(sum[0], sum[1], sum[2], sum[3]);
  std::memcpy(scores, &result, sizeof result);
}

/// N registers of `out`, each plus the weighted sum of those of the rows; they stay in registers meanwhile. (All three loops over
/// them are unrolled by name. Else g++ 12 makes memcpy of the outer two, and keeps the sums in memory for that.)
template <int N, bool add>
inline void weighted_sum_of(float* out, int count, const float* weights, const float* const* rows,
                            std::int64_t offset) {
  Lanes sum[N];
#pragma GCC unroll 8
  for (int v = 0; v < N; ++v) sum[v] = add ? lanes_at(out + offset)[v] : Lanes{};
  for (int j = 0; j < count; ++j) {
    // In all lanes. g++ leaves out x - 0, which is x; x + 0 it has to compute, for -0 becomes 0.
    const Lanes weight = weights[j] - Lanes{};
    const float* row = rows[j] + offset;
#pragma GCC unroll 8
    for (int v = 0; v < N; ++v) sum[v] += weight * lanes_at(row)[v];
  }
#pragma GCC unroll 8
  for (int v = 0; v < N; ++v) lanes_at(out + offset)[v] = sum[v];
}

/// N registers of x, added to those of each row; they stay in registers meanwhile.
template <int N>
inline void add_to_each_of(float* const* rows, int count, const float* x, std::int64_t offset) {
  Lanes part[N];
#pragma GCC unroll 8
  for (int v = 0; v < N; ++v) part[v] = lanes_at(x + offset)[v];
  for (int j = 0; j < count; ++j) {
    float* row = rows[j] + offset;
#pragma GCC unroll 8
    for (int v = 0; v < N; ++v) lanes_at(row)[v] += part[v];
  }
}

/// Goes through columns by as many registers as stay registers, seven, and then by what is left.
/// @param part a function template of the number of registers, called with the offset of the first
template <class Part>
inline void in_parts(std::int64_t columns, Part part) {
  std::int64_t at = 0;
  for (; columns - at >= 7 * lanes; at += 7 * lanes) part.template operator()<7>(at);
  switch ((columns - at) / lanes) {
    case 6:
      return part.template operator()<6>(at);
    case 5:
      return part.template operator()<5>(at);
    case 4:
      return part.template operator()<4>(at);
    case 3:
      return part.template operator()<3>(at);
    case 2:
      return part.template operator()<2>(at);
    case 1:
      return part.template operator()<1>(at);
    default:
      return;
  }
}

/// out = Σ_j weights[j] rows[j], or out += it. @param out (columns), none of the rows
template <bool add>
inline void weighted_sum(float* out, std::int64_t columns, int count, const float* weights,
                         const float* const* rows) {
  in_parts(columns, [=]<int N>(std::int64_t offset) {
    weighted_sum_of<N, add>(out, count, weights, rows, offset);
  });
}

/// Adds x to each of some rows; what stands on the list twice gets it twice. @param rows (count), of which x is none
inline void add_to_each(float* const* rows, int count, const float* x, std::int64_t columns) {
  in_parts(columns, [=]<int N>(std::int64_t offset) { add_to_each_of<N>(rows, count, x, offset); });
}

/// y += x
inline void add(float* y, const float* x, std::int64_t columns) {
  for (std::int64_t d = 0; d < columns; d += lanes) *lanes_at(y + d) += *lanes_at(x + d);
}

/// Asks for a row before it is needed.
inline void prefetch(const float* row, std::int64_t columns) {
  for (std::int64_t d = 0; d < columns; d += 16) __builtin_prefetch(row + d, 1);
}

/// 1 / (1 + e^-x) of each of a register's numbers, to 1e-6. @param x below -30 and above 30 it is as there
inline void sigmoid(float* x) {
  using Whole = std::int32_t __attribute__((vector_size(4 * lanes), may_alias));
  Lanes z = *lanes_at(x);
  z = z > 30.0f ? Lanes{} + 30.0f : z;
  z = z < -30.0f ? Lanes{} - 30.0f : z;
  // e^-z = 2^n 2^f with n a whole number and |f| at most a half
  const Lanes power = z * -1.44269504f;
  const Lanes shifted = power + 12582912.0f;  // 1.5 2^23: its last bits are the whole number
  const Lanes f = power - (shifted - 12582912.0f);
  // 2^f by its Taylor series
  const Lanes two_to_f =
      1.0f + f * (0.693147181f +
                  f * (0.240226507f +
                       f * (0.0555041087f +
                            f * (0.00961812911f + f * (0.00133335581f + f * 0.000154035304f)))));
  const Lanes e = (Lanes)((Whole)two_to_f + ((Whole)shifted << 23));
  *lanes_at(x) = 1.0f / (1.0f + e);
}

}  // namespace rows
}  // namespace primer::text
