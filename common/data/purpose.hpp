#pragma once
// What this room draws random numbers for: each purpose has seeds of its own (derive_seed), so that, say, another order of
// the batches never changes which rows are held out.

#include <cstdint>

namespace primer::data {

enum Purpose : std::uint64_t {
  holding_out = 0xDA7A'0001,
  order_of_classes,
  order_within_classes,
  order_of_batches,
};

}  // namespace primer::data
