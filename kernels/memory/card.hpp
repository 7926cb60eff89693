#pragma once
// The cards of this machine.

#include <string>

namespace primer::cuda {

/// What there is to compute on.
struct Cards {
  int count = 0;        ///< how many GPUs the driver shows
  std::string problem;  ///< where there is none: why, such as "this build has no CUDA"
};

/// Asks the driver. Does not throw.
Cards cards();

/// Has this thread, and whoever asks for memory from now on, use that card.
/// @param index counted from 0
/// @throws std::runtime_error when it cannot be had
void use_card(int index);

/// What the maker calls it, such as "NVIDIA H100 80GB HBM3"; empty where there is none.
std::string card_name(int index);

}  // namespace primer::cuda
