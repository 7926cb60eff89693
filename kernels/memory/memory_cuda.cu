// # Memory on a GPU
//
// A card has memory of its own, and a pointer to it means nothing to the CPU. What a kernel is to
// read has to be copied there, over a bus that is tens of times slower than the card's memory. So
// tensors live on the card for good, and only batches go in and losses come out.
#include "kernels/memory/memory.hpp"

#include <new>

#include "kernels/launch.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

void check(cudaError_t result, const char* what) {
  if (result == cudaErrorMemoryAllocation) throw std::bad_alloc();
  check_cuda(result, what);
}

cudaStream_t native(Stream stream) { return static_cast<cudaStream_t>(stream.handle); }

// A copy is put into the stream, behind the kernels that are to write what it reads, and only then
// do we wait.
void copy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, Stream stream) {
  if (bytes == 0) return;
  check(cudaMemcpyAsync(to, from, bytes, kind, native(stream)), "copy");
  check(cudaStreamSynchronize(native(stream)), "wait for the copy");
}

}  // namespace

bool available() {
#ifdef __CUDACC__
  int count = 0;
  return cudaGetDeviceCount(&count) == cudaSuccess && count > 0;
#else
  return true;
#endif
}

void* allocate(std::size_t bytes) {
  void* memory = nullptr;
  if (bytes > 0) check(cudaMalloc(&memory, bytes), "allocate");
  return memory;
}

void release(void* memory) { check(cudaFree(memory), "release"); }

void copy_in(void* to, const void* from, std::size_t bytes, Stream stream) {
  copy(to, from, bytes, cudaMemcpyHostToDevice, stream);
}

void copy_out(void* to, const void* from, std::size_t bytes, Stream stream) {
  copy(to, from, bytes, cudaMemcpyDeviceToHost, stream);
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
