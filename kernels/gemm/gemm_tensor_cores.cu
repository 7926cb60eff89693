// # Matrix product, fourth rung: tensor cores
//
// On the third rung nearly every instruction is a multiply-add, one for each lane. To be faster
// than that, an instruction has to do more. A **tensor core** takes two small matrices from the
// registers of a whole warp and adds their product to a third: here 16 × 8 times 8 × 16, which is
// 2048 multiply-adds. In return it is particular about its factors. We give it TF32, a float
// rounded to be without its last 13 bits: the same range, but 11 significant bits instead of 24.
// Sums are floats as before. Most networks do not mind in training; to have gradients checked
// against finite differences, you would.
//
// CUDA's interface for this is `wmma` (Programming Guide, "Warp Matrix Functions"). A **fragment**
// is a small matrix that is spread over the registers of a warp, and which lane holds which element
// is none of our business. All else is as on the third rung, with the same tiles. The emulator
// knows no tensor cores, so that only nvcc compiles this file.
#include <mma.h>

#include "kernels/gemm/epilogue_cuda.hpp"
#include "kernels/gemm/ladder.hpp"
#include "kernels/gemm/tile_cuda.hpp"

namespace primer::cuda {
namespace {

namespace wmma = nvcuda::wmma;

constexpr int threads = 256, side = 128, depth = 8;
using Factors = Tile<side, depth>;

// A tile has its lines side by side: for a that means column by column, for b row by row, and
// fragments are told so.
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 800
using Sums = wmma::fragment<wmma::accumulator, 16, 16, 8, float>;
using OfA = wmma::fragment<wmma::matrix_a, 16, 16, 8, wmma::precision::tf32, wmma::col_major>;
using OfB = wmma::fragment<wmma::matrix_b, 16, 16, 8, wmma::precision::tf32, wmma::row_major>;

template <class Fragment>
__device__ void load_rounded(Fragment& fragment, const Factors& tile, int line) {
  wmma::load_matrix_sync(fragment, &tile.values[0][line], side + 4);
  for (int i = 0; i < fragment.num_elements; ++i) {
    fragment.x[i] = wmma::__float_to_tf32(fragment.x[i]);
  }
}

// The 8 warps of a block form 4 rows and 2 columns, and each computes 32 × 64 of the 128 × 128
// elements, which is 2 × 4 squares of 16. With two fragments of a and four of b it does eight
// products.
constexpr int down = 2, across = 4;

struct Warp {
  int number = static_cast<int>(threadIdx.x) / warp_size;
  int row = number / 2 * 16 * down, column = number % 2 * 16 * across;

  __device__ void multiply(const Factors& tile_a, const Factors& tile_b,
                           Sums (&sums)[down][across]) const {
    OfA a[down];
    for (int i = 0; i < down; ++i) load_rounded(a[i], tile_a, row + 16 * i);
    for (int j = 0; j < across; ++j) {
      OfB b;
      load_rounded(b, tile_b, column + 16 * j);
      for (int i = 0; i < down; ++i) wmma::mma_sync(sums[i][j], a[i], b, sums[i][j]);
    }
  }

  // To add a bias we must know which element is which, and a fragment does not tell. So each square
  // goes through shared memory: the warp puts it down as a whole, and its lanes take it up again,
  // four neighbours each.
  __device__ void write(const Epilogue& epilogue, Index first_row, Index first_column,
                        const Sums (&sums)[down][across], float (&square)[16][16]) const {
#pragma unroll
    for (int i = 0; i < down; ++i) {
#pragma unroll
      for (int j = 0; j < across; ++j) {
        wmma::store_matrix_sync(&square[0][0], sums[i][j], 16, wmma::mem_row_major);
        __syncwarp();
        for (int part = static_cast<int>(threadIdx.x) % warp_size; part < 64; part += warp_size) {
          const int r = part / 4, c = part % 4 * 4;
          epilogue.write_four(first_row + row + 16 * i + r, first_column + column + 16 * j + c,
                              load<4>(&square[r][c]));
        }
        __syncwarp();
      }
    }
  }
};
#endif

// Fragments want addresses that are multiples of
// 32 bytes.
__global__ void __launch_bounds__(threads)
    multiply_tensor_cores(Factor a, Factor b, Epilogue epilogue, Index tiles_across) {
#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 800
  __shared__ __align__(32) Factors tile_a[2], tile_b[2];
  __shared__ __align__(32) float squares[threads / warp_size][16][16];
  const Index row = blockIdx.x / tiles_across * side, column = blockIdx.x % tiles_across * side;
  const Warp warp;
  Sums sums[down][across];
  for (auto& line : sums) {
    for (auto& sum : line) wmma::fill_fragment(sum, 0.0f);
  }

  for_each_tile(a, b, row, column, tile_a, tile_b,
                [&](const Factors& of_a, const Factors& of_b) { warp.multiply(of_a, of_b, sums); });
  warp.write(epilogue, row, column, sums, squares[warp.number]);
#else
  __trap();  // compiled for cards without such cores, and run on one that has them
#endif
}

/// Whether the current card's tensor cores know TF32, as those from compute capability 8.0 on do.
bool has_tf32() {
  int device = 0, major = 0;
  check_cuda(cudaGetDevice(&device), "gemm_tensor_cores");
  check_cuda(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device),
             "gemm_tensor_cores");
  return major >= 8;
}

}  // namespace

void gemm_tensor_cores(const float* a, const float* b, float* c, const GemmSizes& size,
                       const GemmOptions& options, Stream stream) {
  if (size.m * size.n == 0) return;
  if (!has_tf32()) {
    throw std::runtime_error("gemm_tensor_cores: the card's compute capability is below 8.0");
  }
  const unsigned tiles_down = blocks_for(size.m, side), tiles_across = blocks_for(size.n, side);
  launch(multiply_tensor_cores, tiles_down * tiles_across, threads, 0, stream,
         rows_of_a(a, size, options), columns_of_b(b, size, options), Epilogue(c, size, options),
         tiles_across);
}

}  // namespace primer::cuda
