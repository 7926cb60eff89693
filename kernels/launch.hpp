#pragma once
// What a .cu file includes, whoever compiles it.
//
// A CUDA source of ours is compiled up to three times: by nvcc, for a GPU; by the C++ compiler against
// kernels/cuda_on_cpu/, which runs the same kernels on the CPU; and once more like that with every access to memory
// watched, for tests. All three may be linked into one program. So a .cu file looks like this:
//
//   #include "kernels/saxpy/saxpy.hpp"
//
//   #include "kernels/launch.hpp"
//
//   namespace primer::PRIMER_CUDA_NAMESPACE {
//   namespace {
//
//   __global__ void saxpy_kernel(float a, const float* x, float* y, Index n) {
//     const Index i = Index{blockIdx.x} * blockDim.x + threadIdx.x;
//     if (i < n) y[i] += a * x[i];
//   }
//
//   }  // namespace
//
//   void saxpy(float a, const float* x, float* y, Index n, Stream stream) {
//     if (n == 0) return;
//     launch(saxpy_kernel, blocks_for(n, 256), 256, 0, stream, a, x, y, n);
//   }
//
//   }  // namespace primer::PRIMER_CUDA_NAMESPACE
//
// What a kernel may write, and how:
//
//  - Everything of the file's own, also __device__ functions and those in headers that several .cu files share, stands
//    in PRIMER_CUDA_NAMESPACE (it is cuda, emulated or checked) and, where it can, in a namespace without a name. Two
//    compilations that shared an inline function would get one of the two at the linker's whim.
//  - launch(kernel, grid, block, bytes of dynamic shared memory, stream, arguments…), never <<<>>>. A size of zero is
//    refused, as a GPU refuses it: return before.
//  - Static shared memory is CUDA's own: `__shared__ float tile[32][33];`. Alignment is written __align__(16).
//  - Dynamic shared memory is asked for by type: `float* row = dynamic_shared<float>();`. It is aligned to 16 bytes.
//  - Kernels and what they call allocate nothing, throw nothing, keep nothing in `static` or `thread_local` variables
//    and make no objects with destructors. When a block is given up, its threads vanish.
//  - threadIdx, blockIdx, blockDim, gridDim, warpSize; __syncthreads and its _count, _and, _or; __syncwarp; __shfl_sync,
//    _up, _down, _xor; __ballot_sync, __any_sync, __all_sync, __match_any_sync, __match_all_sync, __activemask;
//    __reduce_add_sync, _min, _max, _and, _or, _xor; atomicAdd, Sub, Max, Min, CAS, Exch, And, Or, Xor, Inc, Dec;
//    __ldg, __ldcs, __stcs and their kin; float2, float4, int4 … with make_float4 …; __half, __nv_bfloat16 and their conversions and arithmetic;
//    __constant__ memory; the functions of intrinsics.hpp; printf. No textures, no cooperative groups, no inline PTX,
//    no tensor cores, no dynamic parallelism: what uses those is fenced by #ifdef __CUDACC__.
//  - __activemask() on the CPU answers with the calling lane alone, which is the least that a GPU may answer. Ask for
//    the lanes that you mean by a mask that you have worked out.
//  - Of the host's side there are cudaMalloc, cudaMallocAsync, cudaMemcpyAsync, cudaMemsetAsync, cudaMemcpyToSymbol,
//    events and streams, of which the latter two do all at once: a call returns when it is done.
//
// Memory that kernels reach comes from cudaMalloc (or is a __constant__ or __device__ variable). The checked
// compilation refuses any other, as a GPU does; the plain one cannot tell.

#include <cstddef>
#include <type_traits>

#include "kernels/operation.hpp"

#ifdef __CUDACC__

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_runtime.h>

#include "kernels/launch_count.hpp"

#define PRIMER_CUDA_NAMESPACE cuda

#include "kernels/check_cuda.hpp"

namespace primer {

using cuda::check_cuda;

/// kernel<<<grid, block, shared_bytes, stream>>>(arguments...). Throws std::runtime_error when the launch is refused;
/// what goes wrong in the kernel shows at the next call that waits for it.
template <class... Parameters>
void launch_written(const char* written, void (*kernel)(Parameters...), dim3 grid, dim3 block,
                    std::size_t shared_bytes, Stream stream,
                    std::type_identity_t<Parameters>... arguments) {
  if (shared_bytes > 48 * 1024) {
    check_cuda(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize,
                                    static_cast<int>(shared_bytes)),
               written);
  }
  kernel<<<grid, block, shared_bytes, static_cast<cudaStream_t>(stream.handle)>>>(arguments...);
  check_cuda(cudaGetLastError(), written);
  count_launch();
}

/// The launch's dynamic shared memory, aligned to 16 bytes.
template <class T>
__device__ T* dynamic_shared() {
  extern __shared__ __align__(16) unsigned char primer_dynamic_shared[];
  return reinterpret_cast<T*>(primer_dynamic_shared);
}

}  // namespace primer

#else

#include "kernels/cuda_on_cpu/cuda_on_cpu.hpp"

#if !defined(PRIMER_CUDA_NAMESPACE) && defined(PRIMER_CUDA_CHECKED)
#define PRIMER_CUDA_NAMESPACE checked
#elif !defined(PRIMER_CUDA_NAMESPACE)
#define PRIMER_CUDA_NAMESPACE emulated
#endif

#include "kernels/check_cuda.hpp"

#endif

namespace primer::PRIMER_CUDA_NAMESPACE {

/// Blocks of `threads` threads that together have at least n.
inline unsigned blocks_for(Index n, Index threads) {
  return static_cast<unsigned>((n + threads - 1) / threads);
}

/// The same, but no more than `most`: a kernel whose threads take several elements, gridDim.x * blockDim.x apart, needs
/// no more than fill the device. Where the emulator looks for mistakes there are a few only, so that already the arrays
/// of a test are long enough for a second turn.
inline unsigned blocks_for(Index n, Index threads, Index most) {
#ifdef PRIMER_LOOKS_FOR_MISTAKES
  most = 5;
#endif
  const Index blocks = (n + threads - 1) / threads;
  return static_cast<unsigned>(blocks < most ? blocks : most);
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE

/// launch(kernel, grid, block, shared_bytes, stream, arguments...): the one way in which kernels are started. It is a
/// macro for one reason, that an error message can name the kernel.
#define launch(...) launch_written(#__VA_ARGS__, __VA_ARGS__)
