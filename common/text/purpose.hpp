#pragma once
// What this room draws random numbers for; see common/data/purpose.hpp.

#include <cstdint>

namespace primer::text {

/// What a seed is for: the second argument of derive_seed().
enum Purpose : std::uint64_t {
  choosing_labels = 0x7E87'0001,  ///< few_labels(): the order in which the texts of a class come
  choosing_pairs,                 ///< similarity_gold(), with the tenth as the third argument
};

}  // namespace primer::text
