#include "common/testing/catch.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <stdexcept>
#include <vector>

#include "common/data/batches.hpp"
#include "common/data/dataset.hpp"
#include "common/testing/files.hpp"
#include "common/testing/numeric.hpp"

namespace primer::data {

using testing::ContainsSubstring;
using testing::refusal;

namespace {

using List = std::vector<std::int32_t>;

List list(const IntTensor& x) { return {x.values().begin(), x.values().end()}; }

List sorted(List x) {
  std::ranges::sort(x);
  return x;
}

List counting(Index n) {
  List x(static_cast<std::size_t>(n));
  std::iota(x.begin(), x.end(), 0);
  return x;
}

List both(const IntTensor& a, const IntTensor& b) {
  List x = list(a);
  x.insert(x.end(), b.values().begin(), b.values().end());
  return x;
}

List joined(const Batches& batches) {
  List x;
  for (const IntTensor& rows : batches)
    x.insert(x.end(), rows.values().begin(), rows.values().end());
  return x;
}

/// n labels of seven classes, of which class k has about k + 1 parts.
IntTensor uneven_labels(Index n) {
  const IntTensor labels(Shape{n});
  for (Index i = 0; i < n; ++i) {
    std::int32_t k = 0;
    for (Index place = i % 28; place > k; ++k) place -= k + 1;
    labels.data()[i] = k;
  }
  return labels;
}

List counts(const IntTensor& labels, const IntTensor& rows, Index classes) {
  List of(static_cast<std::size_t>(classes));
  for (const std::int32_t row : rows.values()) ++of[static_cast<std::size_t>(labels.data()[row])];
  return of;
}

}  // namespace

TEST_CASE("A subset holds the rows asked for with their labels") {
  const Dataset data{Tensor::from({0, 1, 10, 11, 20, 21}, {3, 2}), IntTensor::from({5, 6, 7}, {3})};
  CHECK(data.size() == 3);
  const Dataset picked = subset(data, IntTensor::from({2, 0, 2, 2}, {4}));
  CHECK(picked.size() == 4);
  CHECK(picked.x.shape() == Shape{4, 2});
  CHECK(list(picked.y) == List{7, 5, 7, 7});
  const std::vector<float> x(picked.x.values().begin(), picked.x.values().end());
  CHECK(x == std::vector<float>{20, 21, 0, 1, 20, 21, 20, 21});
  CHECK(subset(data, IntTensor(Shape{0})).size() == 0);
  CHECK_THROWS_AS(subset(data, IntTensor::from({3}, {1})), std::invalid_argument);
}

TEST_CASE("A split takes every row once and repeats under its seed") {
  for (const Index rows : testing::awkward_sizes()) {
    for (const Index held_out : {Index{0}, rows / 3, rows}) {
      INFO(rows << " rows, " << held_out << " held out");
      const auto [train, validation] = split(rows, held_out, 1);
      CHECK(train.shape() == Shape{rows - held_out});
      CHECK(validation.shape() == Shape{held_out});
      CHECK(sorted(both(train, validation)) == counting(rows));
      const auto [again, again_validation] = split(rows, held_out, 1);
      CHECK(both(again, again_validation) == both(train, validation));
    }
  }
  CHECK(list(split(1000, 100, 1).second) != list(split(1000, 100, 2).second));
  CHECK(list(split(1000, 1000, 1).second) != counting(1000));
}

TEST_CASE("A split of too few rows says so") {
  CHECK_THAT(refusal([] { split(99, 100, 0); }),
             ContainsSubstring("--data: 99 rows are too few to hold out 100"));
  CHECK_THROWS_AS(split(-1, 0, 0), std::invalid_argument);
  CHECK_THROWS_AS(split(10, -1, 0), std::invalid_argument);
}

TEST_CASE("Stratified rows are as many of each class as possible") {
  const IntTensor labels = uneven_labels(2800);
  for (const Index count : {0, 1, 6, 7, 8, 70, 100, 699, 700}) {
    INFO(count);
    const IntTensor rows = stratified(labels, count, 7, 3);
    CHECK(rows.shape() == Shape{count});
    const List picked = list(rows);
    CHECK(std::set(picked.begin(), picked.end()).size() == picked.size());
    const List of = counts(labels, rows, 7);
    CHECK(std::ranges::count(of, count / 7) == 7 - count % 7);
    CHECK(std::ranges::count(of, count / 7 + 1) == count % 7);
  }
}

TEST_CASE("Stratified rows repeat under their seed and grow with the count") {
  const IntTensor labels = uneven_labels(2800);
  const List few = sorted(list(stratified(labels, 25, 7, 3)));
  const List many = sorted(list(stratified(labels, 300, 7, 3)));
  CHECK(sorted(list(stratified(labels, 25, 7, 3))) == few);
  CHECK(sorted(list(stratified(labels, 25, 7, 4))) != few);
  CHECK(std::ranges::includes(many, few));
}

TEST_CASE("Which class gives the odd row is left to chance") {
  const IntTensor labels = uneven_labels(2800);
  std::set<List> seen;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    seen.insert(counts(labels, stratified(labels, 1, 7, seed), 7));
  }
  CHECK(seen.size() >= 4);
}

TEST_CASE("Every row of a class can be picked") {
  const IntTensor labels = uneven_labels(56);
  std::set<std::int32_t> seen;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const IntTensor rows = stratified(labels, 7, 7, seed);
    seen.insert(rows.values().begin(), rows.values().end());
  }
  CHECK(seen.size() == 56);
}

TEST_CASE("A class with too few rows is named") {
  const IntTensor labels = IntTensor::from({0, 0, 0, 1, 2, 2}, {6});
  CHECK(counts(labels, stratified(labels, 3, 3, 0), 3) == List{1, 1, 1});
  CHECK_THAT(refusal([&] { stratified(labels, 6, 3, 0); }),
             ContainsSubstring("--data: class 1 has 1 rows fewer than 6 labels in all need"));
  CHECK_THAT(refusal([&] { stratified(labels, 4, 4, 0); }), ContainsSubstring("class 3 has 1"));
  CHECK_THROWS_AS(stratified(labels, 2, 2, 0), std::invalid_argument);
  CHECK_THROWS_AS(stratified(labels, -1, 3, 0), std::invalid_argument);
  CHECK_THROWS_AS(stratified(labels, 0, 0, 0), std::invalid_argument);
}

TEST_CASE("An epoch visits every row once in batches of one size and a rest") {
  for (const Index rows : testing::awkward_sizes()) {
    for (const Index batch_size : {1, 2, 16, 32, 300}) {
      INFO(rows << " rows in batches of " << batch_size);
      const Batches batches(rows, batch_size, 5, 0);
      REQUIRE(batches.size() == (rows + batch_size - 1) / batch_size);
      for (Index b = 0; b < batches.size(); ++b) {
        CHECK(batches[b].size() == std::min(batch_size, rows - b * batch_size));
      }
      CHECK(sorted(joined(batches)) == counting(rows));
    }
  }
}

TEST_CASE("The order of batches depends on seed and epoch alone") {
  const List order = joined(Batches(500, 32, 5, 7));
  CHECK(joined(Batches(500, 32, 5, 7)) == order);
  CHECK(joined(Batches(500, 100, 5, 7)) == order);
  CHECK(joined(Batches(500, 32, 5, 8)) != order);
  CHECK(joined(Batches(500, 32, 6, 7)) != order);
  CHECK(order != counting(500));
}

TEST_CASE("Batches that make no sense are refused") {
  CHECK_THROWS_AS(Batches(10, 0, 0, 0), std::invalid_argument);
  CHECK_THROWS_AS(Batches(-1, 1, 0, 0), std::invalid_argument);
  CHECK_THROWS_AS(Batches(10, 4, 0, -1), std::invalid_argument);
  CHECK_THROWS_AS(Batches(10, 4, 0, 0)[3], std::out_of_range);
  CHECK_THROWS_AS(Batches(10, 4, 0, 0)[-1], std::out_of_range);
}

}  // namespace primer::data
