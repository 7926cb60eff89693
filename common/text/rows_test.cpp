#include "common/text/rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "common/testing/catch.hpp"
#include "common/text/fast_random.hpp"
#include "common/text/row_table.hpp"

namespace primer::text {
namespace {

RowTable some_rows(std::int64_t rows, std::int64_t columns) {
  FastRandom random(4);
  RowTable table(rows, columns);
  for (std::int64_t r = 0; r < rows; ++r) {
    for (std::int64_t c = 0; c < columns; ++c) table.row(r)[c] = 2 * random.unit() - 1;
  }
  return table;
}

double plain_dot(const float* x, const float* y, std::int64_t columns) {
  double sum = 0;
  for (std::int64_t d = 0; d < columns; ++d) sum += static_cast<double>(x[d]) * y[d];
  return sum;
}

}  // namespace

TEST_CASE("Products of rows are those of plain loops for all lengths") {
  for (const std::int64_t columns : {1, 2, 7, 8, 13, 24, 56, 57, 97, 100, 112, 131}) {
    RowTable table = some_rows(6, columns);
    const float* x[2] = {table.row(0), table.row(1)};
    const float* y[4] = {table.row(2), table.row(3), table.row(4), table.row(5)};
    float one[4], two[2][6];
    rows::dots<1>(x + 1, y, table.padded(), one, 0);
    rows::dots<2>(x, y, table.padded(), two[0], 6);
    double worst = 0;
    for (int j = 0; j < 4; ++j) {
      worst = std::max(worst, std::abs(two[0][j] - plain_dot(x[0], y[j], columns)));
      worst = std::max(worst, std::abs(two[1][j] - plain_dot(x[1], y[j], columns)));
      CHECK(one[j] == two[1][j]);
    }
    const float* left[4] = {x[0], x[1], x[1], x[0]};
    float pairs[4];
    rows::pair_dots(left, y, table.padded(), pairs);
    for (int j = 0; j < 4; ++j) CHECK(pairs[j] == two[j == 1 || j == 2 ? 1 : 0][j]);
    CHECK(worst < 1e-5);

    const float weights[4] = {0.5f, -2, 0.25f, 3};
    RowTable out(2, columns);
    out.row(1)[0] = 7;
    rows::weighted_sum<false>(out.row(0), table.padded(), 4, weights, y);
    rows::weighted_sum<true>(out.row(1), table.padded(), 3, weights, y);
    worst = 0;
    for (std::int64_t d = 0; d < columns; ++d) {
      double sum = d == 0 ? 7 : 0;
      for (int j = 0; j < 3; ++j) sum += static_cast<double>(weights[j]) * y[j][d];
      worst = std::max(worst, std::abs(out.row(1)[d] - sum));
      sum += static_cast<double>(weights[3]) * y[3][d] - (d == 0 ? 7 : 0);
      worst = std::max(worst, std::abs(out.row(0)[d] - sum));
    }
    CHECK(worst < 1e-5);
    rows::weighted_sum<false>(out.row(0), table.padded(), 0, weights, y);
    CHECK(out.row(0)[columns - 1] == 0);

    // A row that stands on the list twice gets twice as much
    std::vector<float> expected(y[0], y[0] + columns);
    for (std::int64_t d = 0; d < columns; ++d) expected[static_cast<std::size_t>(d)] += x[0][d];
    float* more[3] = {table.row(2), out.row(0), out.row(0)};
    rows::add_to_each(more, 3, x[0], table.padded());
    CHECK(std::equal(expected.begin(), expected.end(), y[0]));
    CHECK(out.row(0)[columns - 1] == 2 * x[0][columns - 1]);
  }
}

TEST_CASE("The sigmoid of a register is that of the mathematical library") {
  double worst = 0;
  for (float x = -40; x < 40; x += 0.01f) {
    float values[lanes] = {x};
    rows::sigmoid(values);
    const double clamped = std::min(30.0, std::max(-30.0, static_cast<double>(x)));
    const double expected = 1 / (1 + std::exp(-clamped));
    worst = std::max(worst, std::abs(values[0] - expected) / (expected + 1e-6));
  }
  CHECK(worst < 1e-6);
}

TEST_CASE("Rows begin on cache lines and are zero behind their end") {
  for (const std::int64_t columns : {1, 8, 100}) {
    const RowTable table(20'000, columns);
    CHECK(table.padded() % 8 == 0);
    CHECK(reinterpret_cast<std::uintptr_t>(table.row(1)) % 64 == 0);
    CHECK(table.row(19'999)[table.padded() - 1] == 0);
  }
  CHECK(RowTable(0, 5).rows() == 0);
  CHECK(RowTable(5, 0).padded() == 0);
  CHECK_THROWS_AS(RowTable(-1, 5), std::invalid_argument);
}

}  // namespace primer::text
