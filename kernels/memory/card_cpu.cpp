#include "kernels/memory/card.hpp"

#ifndef PRIMER_CUDA

#include <stdexcept>

namespace primer::cuda {

Cards cards() { return {0, "this build has no CUDA"}; }
void use_card(int) { throw std::runtime_error("this build has no CUDA"); }
std::string card_name(int) { return {}; }

}  // namespace primer::cuda

#endif
