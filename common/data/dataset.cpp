#include "common/data/dataset.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <vector>

#include "common/autograd/elementwise.hpp"
#include "common/data/purpose.hpp"
#include "common/error/error.hpp"
#include "common/tensor/generator.hpp"
#include "kernels/random/random.hpp"

namespace primer::data {
namespace {

IntTensor random_order(Index count, std::uint64_t seed) {
  const IntTensor order(Shape{count});
  cpu::permutation(order.data(), count, {seed, 0}, {});
  return order;
}

// Only data of the reader's own can be too small.
Error too_few(const std::string& problem) {
  return data_error("--data", problem, "give a larger data set");
}

}  // namespace

Dataset subset(const Dataset& data, const IntTensor& rows) {
  return {gather(data.x, rows), gather(data.y, rows)};
}

std::pair<IntTensor, IntTensor> split(Index rows, Index held_out, std::uint64_t seed) {
  if (rows < 0 || held_out < 0) {
    throw std::invalid_argument(fmt::format("split: {} rows, {} held out", rows, held_out));
  }
  if (held_out > rows) {
    throw too_few(fmt::format("{} rows are too few to hold out {}", rows, held_out));
  }
  const IntTensor order = random_order(rows, derive_seed(seed, holding_out));
  return {order.rows(0, rows - held_out), order.rows(rows - held_out, rows)};
}

IntTensor stratified(const IntTensor& labels, Index count, Index classes, std::uint64_t seed) {
  if (count < 0 || classes < 1) {
    throw std::invalid_argument(fmt::format("stratified: {} rows of {} classes", count, classes));
  }
  // How many rows each class has to give
  std::vector<Index> wanted(static_cast<std::size_t>(classes), count / classes);
  const IntTensor lucky =
      random_order(classes, derive_seed(seed, order_of_classes)).rows(0, count % classes);
  for (const std::int32_t k : lucky.values()) {
    ++wanted[static_cast<std::size_t>(k)];
  }

  // The first of them in a random order of all rows
  const IntTensor rows(Shape{count});
  Index picked = 0;
  const IntTensor order = random_order(labels.size(), derive_seed(seed, order_within_classes));
  for (const std::int32_t row : order.values()) {
    const std::int32_t label = labels.data()[row];
    if (label < 0 || label >= classes) {
      throw std::invalid_argument(
          fmt::format("stratified: label {} of {} classes", label, classes));
    }
    Index& missing = wanted[static_cast<std::size_t>(label)];
    if (missing == 0) continue;
    --missing;
    rows.data()[picked++] = row;
  }

  for (std::size_t k = 0; k < wanted.size(); ++k) {
    if (wanted[k] > 0) {
      throw too_few(fmt::format("class {} has {} rows fewer than {} labels in all need", k,
                                wanted[k], count));
    }
  }
  return rows;
}

}  // namespace primer::data
