// Windows, sums of rows, pairs and shared noise: what training in blocks is made of.

#include <cmath>

#include "common/testing/catch.hpp"
#include "common/vectors/pair_scores.hpp"
#include "common/vectors/row_sums.hpp"
#include "common/vectors/shared_noise.hpp"
#include "common/vectors/windows.hpp"

namespace primer::vectors {
namespace {

using testing::Approx;

text::RowTable random_table(std::int64_t rows, std::int64_t columns, std::uint64_t seed) {
  text::RowTable table(rows, columns);
  text::FastRandom random(seed);
  for (std::int64_t r = 0; r < rows; ++r) {
    for (std::int64_t d = 0; d < columns; ++d) table.row(r)[d] = random.unit() - 0.5f;
  }
  return table;
}

double product(const float* a, const float* b, std::int64_t n) {
  double sum = 0;
  for (std::int64_t d = 0; d < n; ++d) sum += static_cast<double>(a[d]) * b[d];
  return sum;
}

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

TEST_CASE("Windows stay within their sentences and blocks reach what their windows reach") {
  Windows windows;
  text::FastRandom random(1);
  const std::vector<std::int32_t> one = {4, 5, 6, 7, 8, 9}, two = {1, 2}, three = {3};
  windows.add(one, 4, random);
  windows.add(two, 4, random);
  windows.add({}, 4, random);
  windows.add(three, 4, random);
  REQUIRE(windows.size() == 9);
  CHECK(windows.word(0) == 4);
  CHECK(windows.word(8) == 3);
  for (int place = 0; place < 9; ++place) {
    const int first = place < 6 ? 0 : place < 8 ? 6 : 8, last = place < 6 ? 6 : place < 8 ? 8 : 9;
    CHECK(windows.begin(place) >= first);
    CHECK(windows.end(place) <= last);
    CHECK(windows.begin(place) <= std::max(first, place - 1));
    CHECK(windows.end(place) >= std::min(last, place + 2));
    CHECK(place - windows.begin(place) <= 4);
  }
  for (int first = 0; first < 9; first += 4) {
    const Windows::Block block = windows.block(first, 4);
    CHECK(block.first == first);
    CHECK(block.last == std::min(first + 4, 9));
    int begin = 99, end = 0;
    for (int place = block.first; place < block.last; ++place) {
      begin = std::min(begin, windows.begin(place));
      end = std::max(end, windows.end(place));
    }
    CHECK(block.begin == begin);
    CHECK(block.end == end);
  }
  windows.clear();
  CHECK(windows.size() == 0);
}

TEST_CASE("Sums of rows are what adding one by one gives") {
  for (const std::int64_t columns : {1, 8, 13, 100}) {
    const text::RowTable table = random_table(11, columns, 3), out = random_table(2, columns, 4);
    const std::int64_t padded = table.padded();
    for (const int terms : {0, 1, 3, 4, 7, 11}) {
      RowSums sums(2, 11);
      for (int t = 0; t < terms; ++t) sums.add(1, table.row(t), 0.5f * static_cast<float>(t) - 1);
      CHECK(sums.count(1) == terms);
      CHECK(sums.count(0) == 0);
      text::RowTable written(1, columns), added = random_table(2, columns, 4);
      sums.write(written.row(0), 1, padded);
      sums.add_to(added.row(1), 1, padded);
      for (std::int64_t d = 0; d < columns; ++d) {
        double expected = 0;
        for (int t = 0; t < terms; ++t) expected += (0.5 * t - 1) * table.row(t)[d];
        CHECK(written.row(0)[d] == Approx(expected).margin(1e-5));
        CHECK(added.row(1)[d] == Approx(expected + out.row(1)[d]).margin(1e-5));
      }
      const float* x = out.row(0);
      const std::span<float> scores = sums.scores(1, x, padded);
      CHECK(std::ssize(scores) == terms);
      for (int t = 0; t < terms; ++t) {
        CHECK(scores[static_cast<std::size_t>(t)] ==
              Approx(sigmoid(product(x, table.row(t), columns))).epsilon(1e-5));
      }
      sums.clear(1);
      CHECK(sums.count(1) == 0);
    }
  }
}

TEST_CASE("Scores of pairs are what single products give") {
  const text::RowTable left = random_table(9, 13, 7), right = random_table(9, 13, 8);
  PairScores scores;
  for (const int count : {9, 4, 0, 1, 7, 8}) {
    std::vector<const float*> x, y;
    for (int i = 0; i < count; ++i) {
      x.push_back(left.row(i));
      y.push_back(right.row(count - 1 - i));
    }
    scores.score(x.data(), y.data(), count, left.padded());
    for (int i = 0; i < count; ++i) {
      const auto pair = static_cast<std::size_t>(i);
      CHECK(scores.said(i) == Approx(sigmoid(product(x[pair], y[pair], 13))).epsilon(1e-5));
    }
  }
}

TEST_CASE("Shared noise comes a block late and says what single products say") {
  text::RowTable outputs = random_table(20, 13, 5);
  const text::RowTable inputs = random_table(6, 13, 6);
  const std::vector<double> weights(20, 1.0);
  const text::AliasTable table(weights);
  for (const int count : {1, 5, 8, 9}) {
    SharedNoise noise(outputs, table, count);
    text::FastRandom random(9), same(9);
    noise.draw(random);
    std::vector<std::int32_t> expected;
    for (int k = 0; k < count; ++k) expected.push_back(table.draw(same.next()));
    noise.draw(random);
    CHECK(noise.count() == count);
    CHECK(noise.width() % 8 == 0);
    const float* rows[6];
    for (int i = 0; i < 6; ++i) rows[i] = inputs.row(i);
    noise.score(rows, 5);
    for (int k = 0; k < count; ++k) {
      CHECK(noise.word(k) == expected[static_cast<std::size_t>(k)]);
      CHECK(noise.row(k) == outputs.row(noise.word(k)));
      for (int i = 0; i < 5; ++i) {
        CHECK(noise.said(i, k) ==
              Approx(sigmoid(product(rows[i], noise.row(k), 13))).epsilon(1e-5));
      }
    }
  }
}

}  // namespace primer::vectors
