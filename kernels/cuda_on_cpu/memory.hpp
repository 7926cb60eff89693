#pragma once
// Device memory, which here is memory like any other, but kept account of: a pointer that was never handed out, or was
// given back, or a copy that goes beyond an allocation's end is found and said.

#include <cstddef>
#include <cstdint>
#include <string>

#include "kernels/cuda_on_cpu/here.hpp"
#include "kernels/cuda_on_cpu/stream.hpp"

namespace primer::cuda_on_cpu {

enum cudaMemcpyKind {
  cudaMemcpyHostToHost,
  cudaMemcpyHostToDevice,
  cudaMemcpyDeviceToHost,
  cudaMemcpyDeviceToDevice,
  cudaMemcpyDefault
};

/// New device memory, aligned to 256 bytes and filled with a pattern (NaN in a float). Nullptr for no bytes, and also when there is
/// not enough memory.
void* allocate(std::size_t bytes);
/// Gives back what allocate() gave; nullptr is fine. False for any other pointer.
bool release(void* memory);
/// Whether these bytes lie in one live allocation.
bool is_device_memory(const void* memory, std::size_t bytes);
/// A live allocation, or none.
struct Allocation {
  const std::byte* begin = nullptr;  ///< its first byte; null for no allocation
  std::size_t bytes = 0;             ///< its size
  std::uint64_t serial = 0;          ///< its number among all that were ever made, from 1
};
/// The one that holds this address.
Allocation find_allocation(const void* address);
/// What is to be said of bytes at an address that is no device memory: near which allocation they lie, or that it has been freed.
std::string describe_address(const void* address, std::size_t bytes);
/// Bytes of device memory that are in use.
std::size_t bytes_in_use();

cudaError_t cudaMemcpy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind);
cudaError_t cudaMemset(void* memory, int byte, std::size_t bytes);

inline namespace PRIMER_CUDA_ON_CPU_BUILD {

template <class T>
cudaError_t cudaMalloc(T** memory, std::size_t bytes) {
  *memory = static_cast<T*>(allocate(bytes));
  return *memory || bytes == 0 ? cudaSuccess : cudaErrorMemoryAllocation;
}
template <class T>
cudaError_t cudaMallocAsync(T** memory, std::size_t bytes, cudaStream_t) {
  return cudaMalloc(memory, bytes);
}
inline cudaError_t cudaFree(void* memory) {
  return release(memory) ? cudaSuccess : cudaErrorInvalidValue;
}
inline cudaError_t cudaFreeAsync(void* memory, cudaStream_t) { return cudaFree(memory); }

/// Memory of the CPU's that a GPU could fetch by itself: here, any.
inline cudaError_t cudaMallocHost(void** memory, std::size_t bytes) {
  *memory = __builtin_malloc(bytes);
  return *memory ? cudaSuccess : cudaErrorMemoryAllocation;
}
inline cudaError_t cudaFreeHost(void* memory) {
  __builtin_free(memory);
  return cudaSuccess;
}

inline cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes,
                                   cudaMemcpyKind kind, cudaStream_t = nullptr) {
  return cudaMemcpy(to, from, bytes, kind);
}
inline cudaError_t cudaMemsetAsync(void* memory, int byte, std::size_t bytes,
                                   cudaStream_t = nullptr) {
  return cudaMemset(memory, byte, bytes);
}

/// Writes to a __constant__ or __device__ variable.
template <class T>
cudaError_t cudaMemcpyToSymbol(T& symbol, const void* from, std::size_t bytes,
                               std::size_t offset = 0, cudaMemcpyKind = cudaMemcpyHostToDevice) {
  if (offset + bytes > sizeof symbol) return cudaErrorInvalidValue;
  __builtin_memcpy(reinterpret_cast<std::byte*>(&symbol) + offset, from, bytes);
  return cudaSuccess;
}
template <class T>
cudaError_t cudaMemcpyFromSymbol(void* to, const T& symbol, std::size_t bytes,
                                 std::size_t offset = 0, cudaMemcpyKind = cudaMemcpyDeviceToHost) {
  if (offset + bytes > sizeof symbol) return cudaErrorInvalidValue;
  __builtin_memcpy(to, reinterpret_cast<const std::byte*>(&symbol) + offset, bytes);
  return cudaSuccess;
}

}  // namespace PRIMER_CUDA_ON_CPU_BUILD
}  // namespace primer::cuda_on_cpu
