// # Memory on a GPU
//
// A card has memory of its own, and a pointer to it means nothing to the CPU. What a kernel is to
// read has to be copied there, over a bus that is tens of times slower than the card's memory. So
// tensors live on the card for good, and only batches go in and losses come out.
#include "kernels/memory/memory.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <new>

#include "kernels/launch.hpp"
#include "kernels/launch_count.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

void check(cudaError_t result, const char* what) {
  if (result == cudaErrorMemoryAllocation) throw std::bad_alloc();
  check_cuda(result, what);
}

cudaStream_t native(Stream stream) { return static_cast<cudaStream_t>(stream.handle); }

// ## Batches go in without a wait
//
// The card fetches by itself what it is told to copy, while the CPU goes on, but only from memory
// that is **pinned**: that the system has promised not to move. What lies elsewhere the driver has
// to copy to such a place first, and we would have to wait until it has. So we do that copy
// ourselves, from the batch into one of a few pinned buffers, tell the card where to fetch, and are
// done. A buffer may be written again when the card has emptied it, for which each has an event.
// With several of them the CPU can prepare the next batches while the card still works on this one.
class Pinned {
 public:
  void send(char* to, const char* from, std::size_t bytes, cudaStream_t stream) {
    const std::scoped_lock lock(mutex_);
    for (std::size_t done = 0; done < bytes; done += size) {
      Buffer& buffer = next();
      const std::size_t part = std::min(size, bytes - done);
      std::memcpy(buffer.memory, from + done, part);
      check(cudaMemcpyAsync(to + done, buffer.memory, part, cudaMemcpyHostToDevice, stream),
            "copy to the device");
      check(cudaEventRecord(buffer.emptied, stream), "copy to the device");
    }
  }

 private:
  static constexpr std::size_t size = std::size_t{1} << 20;
  struct Buffer {
    void* memory = nullptr;
    cudaEvent_t emptied = nullptr;
  };

  // The buffer that was filled longest ago, when the card has emptied it.
  Buffer& next() {
    Buffer& buffer = buffers_[next_++ % buffers_.size()];
    if (buffer.memory == nullptr) {
      check(cudaEventCreateWithFlags(&buffer.emptied, cudaEventDisableTiming), "pinned memory");
      check(cudaMallocHost(&buffer.memory, size), "pinned memory");
    } else {
      check(cudaEventSynchronize(buffer.emptied), "copy to the device");
    }
    return buffer;
  }

  std::mutex mutex_;
  std::array<Buffer, 8> buffers_;
  std::size_t next_ = 0;
};

// Never destroyed: at the end of the program the driver may be gone before us.
Pinned& pinned() {
  static Pinned& instance = *new Pinned;
  return instance;
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
  pinned().send(static_cast<char*>(to), static_cast<const char*>(from), bytes, native(stream));
}

// ## Losses come out with one
//
// A copy is put into the stream, behind the kernels that are to write what it reads, and then we
// wait for all of them. A program that asks for the loss at every step waits at every step, and the
// card idles until it hears of the next kernel.
void copy_out(void* to, const void* from, std::size_t bytes, Stream stream) {
  if (bytes == 0) return;
  count_wait();
  check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, native(stream)),
        "copy from the device");
  check(cudaStreamSynchronize(native(stream)), "wait for the device");
}

void copy_within(void* to, const void* from, std::size_t bytes, Stream stream) {
  if (bytes == 0) return;
  check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, native(stream)),
        "copy on the device");
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
