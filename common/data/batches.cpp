#include "common/data/batches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "common/data/purpose.hpp"
#include "common/tensor/generator.hpp"
#include "kernels/random/random.hpp"

namespace primer::data {

Batches::Batches(Index rows, Index batch_size, std::uint64_t seed, Index epoch) {
  if (rows < 0 || batch_size < 1 || epoch < 0) {
    throw std::invalid_argument(
        fmt::format("Batches: {} rows by {} in epoch {}", rows, batch_size, epoch));
  }
  const IntTensor order(Shape{rows});
  const std::uint64_t epoch_seed =
      derive_seed(seed, order_of_batches, static_cast<std::uint64_t>(epoch));
  cpu::permutation(order.data(), rows, {epoch_seed, 0}, {});
  for (Index begin = 0; begin < rows; begin += batch_size) {
    batches_.push_back(order.rows(begin, std::min(begin + batch_size, rows)));
  }
}

}  // namespace primer::data
