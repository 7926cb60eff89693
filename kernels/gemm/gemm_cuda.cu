// # Matrix product on a GPU
//
// Four rungs lead up to here: `gemm_naive.cu`, `gemm_tiled.cu`, `gemm_blocked.cu` and
// `gemm_tensor_cores.cu`. They show where the speed comes from. In earnest we call cuBLAS, NVIDIA's
// own library, which has the same scheme as the third rung in hundreds of variants, written for
// each card, and picks one by the sizes. `ladder_bench.cu` shows how far from it the rungs are.
//
// Where there is no GPU there is no cuBLAS. The emulator runs the third rung in its place.
#include "kernels/gemm/gemm.hpp"

#include "kernels/gemm/epilogue_cuda.hpp"
#include "kernels/gemm/ladder.hpp"

#ifndef __CUDACC__

namespace primer::PRIMER_CUDA_NAMESPACE {

void gemm(const float* a, const float* b, float* c, const GemmSizes& size,
          const GemmOptions& options, Stream stream) {
  gemm_blocked(a, b, c, size, options, stream);
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE

#else

#include <cublas_v2.h>

#include <atomic>
#include <map>
#include <memory>
#include <utility>

#include "kernels/gemm/precision.hpp"

namespace primer::cuda {
namespace {

std::atomic<MatrixPrecision> chosen_precision = MatrixPrecision::float32;

// TF32 and bfloat16 are ways to work with factors that are stored as float: they are rounded on
// their way to the tensor cores, and arrays stay as they are. So this is a matter of one argument.
cublasComputeType_t compute_type() {
  switch (chosen_precision) {
    case MatrixPrecision::tf32:
      return CUBLAS_COMPUTE_32F_FAST_TF32;
    case MatrixPrecision::bfloat16:
      return CUBLAS_COMPUTE_32F_FAST_16BF;
    default:
      return CUBLAS_COMPUTE_32F;
  }
}

void check(cublasStatus_t status) {
  if (status == CUBLAS_STATUS_SUCCESS) return;
  throw std::runtime_error(std::string("gemm: cuBLAS says ") + cublasGetStatusString(status));
}

// ## A handle for each stream
//
// cuBLAS keeps its settings and some scratch memory in a handle. Two streams that shared one could
// write over each other's scratch memory, and it would depend on chance which variant runs; cuBLAS
// promises the same bits each time only for a handle with one stream of its own. So each thread
// keeps one for each of its streams and for each card.
struct Destroy {
  void operator()(cublasContext* handle) const { cublasDestroy(handle); }
};
using Handle = std::unique_ptr<cublasContext, Destroy>;

cublasHandle_t handle_for(Stream stream) {
  thread_local std::map<std::pair<int, void*>, Handle> handles;
  int device = 0;
  check_cuda(cudaGetDevice(&device), "gemm");
  Handle& handle = handles[{device, stream.handle}];
  if (!handle) {
    cublasHandle_t made = nullptr;
    check(cublasCreate(&made));
    handle.reset(made);
    check(cublasSetStream(made, static_cast<cudaStream_t>(stream.handle)));
  }
  return handle.get();
}

// ## Rows and columns
//
// cuBLAS is of Fortran's family and takes a matrix to lie in memory column by column. What we store
// as c, row by row, is to it the transpose of c. That needs no copying: (ab)ᵀ = bᵀaᵀ, so we hand
// over b as the first factor and a as the second, and what it writes column by column is c row by
// row.
void multiply(const float* a, const float* b, float* c, const GemmSizes& size,
              const GemmOptions& options, Stream stream) {
  const float one = 1, beta = options.accumulate ? 1 : 0;
  check(cublasGemmEx_64(handle_for(stream), options.transpose_b ? CUBLAS_OP_T : CUBLAS_OP_N,
                        options.transpose_a ? CUBLAS_OP_T : CUBLAS_OP_N, size.n, size.m, size.k,
                        &one, b, CUDA_R_32F, options.transpose_b ? size.k : size.n, a, CUDA_R_32F,
                        options.transpose_a ? size.m : size.k, &beta, c, CUDA_R_32F, size.n,
                        compute_type(), CUBLAS_GEMM_DEFAULT));
  count_launch();
}

// ## The epilogue
//
// cuBLAS adds no bias and knows none of our activations, so that these take a second kernel: it
// reads c and writes it, 8 bytes an element, where the third rung had c in its registers. (cublasLt
// has epilogues, but not ours: its GELU is the approximation by tanh.)
struct Finish {
  float* c;
  const float* bias;
  Unary activation;
  Index columns;

  template <int width>
  __device__ void at(Index i) const {
    Pack<width> pack = load<width>(c + i);
    if (bias) {
      const Pack<width> added = load<width>(bias + i % columns);
      for (int k = 0; k < width; ++k) pack[k] += added[k];
    }
    for (int k = 0; k < width; ++k) pack[k] = value(activation, pack[k]);
    store(c + i, pack);
  }
};

}  // namespace

void set_matrix_precision(MatrixPrecision precision) { chosen_precision = precision; }
MatrixPrecision matrix_precision() { return chosen_precision; }

void gemm(const float* a, const float* b, float* c, const GemmSizes& size,
          const GemmOptions& options, Stream stream) {
  const Index count = size.m * size.n;
  if (count == 0) return;
  if (size.k > 0) {
    multiply(a, b, c, size, options, stream);
  } else if (!options.accumulate) {
    fill(0, c, count, stream);
  }
  if (options.bias == nullptr && options.activation == Unary::identity) return;
  for_each_element(count, aligned(c, options.bias) && size.n % 4 == 0,
                   Finish{c, options.bias, options.activation, size.n}, stream);
}

}  // namespace primer::cuda

#endif
