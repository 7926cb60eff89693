#pragma once
// What this room draws random numbers for: each purpose has seeds of its own (derive_seed), so that, say, another order of
// the batches never changes which rows are held out.

#include <cstdint>

namespace primer::data {

/// What a seed is for: the second argument of derive_seed().
enum Purpose : std::uint64_t {
  holding_out = 0xDA7A'0001,  ///< split()
  order_of_classes,           ///< stratified(): which classes give one row more
  order_within_classes,       ///< stratified(): which rows of a class
  order_of_batches,           ///< Batches, with the epoch as the third argument
};

}  // namespace primer::data
