// # Which card
//
// Only the driver knows which cards there are, and a build with CUDA may well stand on a machine
// without one.
#include "kernels/memory/card.hpp"

#ifdef __CUDACC__

#include "kernels/launch.hpp"

namespace primer::cuda {

Cards cards() {
  int count = 0;
  const cudaError_t result = cudaGetDeviceCount(&count);
  if (result == cudaSuccess && count > 0) return {count, {}};
  return {0, result == cudaSuccess ? "the driver shows no card" : cudaGetErrorString(result)};
}

void use_card(int index) { check_cuda(cudaSetDevice(index), "choose a card"); }

std::string card_name(int index) {
  cudaDeviceProp properties{};
  if (cudaGetDeviceProperties(&properties, index) != cudaSuccess) return {};
  return properties.name;
}

}  // namespace primer::cuda

#endif
