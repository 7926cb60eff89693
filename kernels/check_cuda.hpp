#pragma once
// What a call of CUDA's own answers. launch.hpp includes this, in each of the compilations of a .cu file.
#include <stdexcept>
#include <string>

namespace primer::PRIMER_CUDA_NAMESPACE {

/// Throws std::runtime_error, saying what failed, unless the result is cudaSuccess.
inline void check_cuda(cudaError_t result, const char* what) {
  if (result == cudaSuccess) return;
  throw std::runtime_error(std::string(what) + ": " + cudaGetErrorString(result));
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
