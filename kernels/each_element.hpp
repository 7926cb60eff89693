#pragma once
// Loops over the elements of arrays on a GPU.
//
// A kernel that adds two arrays does almost no arithmetic: for one addition it reads two floats and
// writes one. So it can be no faster than memory is, and all that its author can do is to keep
// memory busy. Three habits do it.
//
// - Neighbouring threads touch neighbouring addresses. The 32 threads of a warp execute a load
//   together, and if their addresses lie side by side, the hardware makes a few wide transactions
//   of it (**coalescing**). If each thread took a run of its own, as on a CPU, every one of them
//   would fetch a separate sector of 32 bytes to use 4 of it.
// - A thread asks for 16 bytes at a time, four floats, where addresses are multiples of 16: a
//   quarter of the instructions, and more bytes on their way at any moment.
// - The grid has enough threads to fill the card and no more; each goes on by the size of the grid
//   until the array ends (a **grid-stride loop**). So one kernel serves any n, and what a thread
//   prepares, it prepares once.

#include <cstdint>
#include <string>

#include "kernels/launch.hpp"
#include "kernels/type_name.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {

/// The threads that execute an instruction together.
inline constexpr int warp_size = 32;
/// Every thread of a warp, for the functions whose name ends in _sync.
inline constexpr unsigned whole_warp = 0xffffffff;

/// `width` consecutive floats, which are loaded and stored by one instruction.
template <int width>
struct alignas(width * sizeof(float)) Pack {
  float values[width];  ///< in the order of their addresses

  /// Element i of 0 … width - 1.
  __device__ float& operator[](int i) { return values[i]; }
  /// The same of a pack that does not change.
  __device__ const float& operator[](int i) const { return values[i]; }
};

/// @param p where the pack begins: a multiple of its size
template <int width>
__device__ Pack<width> load(const float* p) {
  return *reinterpret_cast<const Pack<width>*>(p);
}
/// @param p where the pack is to begin: a multiple of its size
template <int width>
__device__ void store(float* p, const Pack<width>& pack) {
  *reinterpret_cast<Pack<width>*>(p) = pack;
}

/// Whether packs of four may be loaded from all of these.
template <class... T>
bool aligned(const T*... arrays) {
  return ((reinterpret_cast<std::uintptr_t>(arrays) % sizeof(Pack<4>) == 0) && ...);
}

/// Calls body.at<width>(i) for i = 0, width, 2 width …, which is to work on the elements i … i +
/// width - 1, and body.at<1>(i) for those that remain at the end.
template <int width, class Body>
__global__ void each_element(Index n, Body body) {
  const Index threads = Index{gridDim.x} * blockDim.x;
  const Index thread = Index{blockIdx.x} * blockDim.x + threadIdx.x;
  const Index packs = n / width;
  for (Index i = thread; i < packs; i += threads) body.template at<width>(i * width);
  if (width > 1 && thread < n % width) body.template at<1>(packs * width + thread);
}

/// Launches that loop. In messages it is called by the name of its body: "each_element of Apply<Relu>".
template <int width, class Body>
void launch_each_element(Index n, const Body& body, Stream stream) {
  constexpr int block = 256;           // threads
  constexpr Index most_blocks = 2048;  // 8 for each of 256 multiprocessors, more than cards have
  static const std::string name = "each_element of " + type_name<Body>();
  launch_written(name.c_str(), each_element<width, Body>,
                 blocks_for((n + width - 1) / width, block, most_blocks), block, 0, stream, n,
                 body);
}

/// Calls a body for the elements 0 … n-1, in packs of four if its arrays are aligned.
template <class Body>
void for_each_element(Index n, bool in_packs, const Body& body, Stream stream) {
  if (n == 0) return;
  if (in_packs) {
    launch_each_element<4>(n, body, stream);
  } else {
    launch_each_element<1>(n, body, stream);
  }
}

/// The same for a body that can take elements only one by one.
template <class Body>
void for_each_single_element(Index n, const Body& body, Stream stream) {
  if (n > 0) launch_each_element<1>(n, body, stream);
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
