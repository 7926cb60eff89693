// # Matrix product, second rung: tiles in shared memory
//
// The 256 threads of a block compute a square of 16 × 16 elements of c. Together they need 16 rows
// of a and 16 columns of b, and on the first rung each of these numbers was loaded 16 times. Now
// the block fetches a tile of each into **shared memory**, a few tens of kilobytes that sit beside
// the arithmetic units, and every thread takes what it needs from there. Then the block goes on to
// the next 16 columns of a and rows of b.
//
// Each number that comes from memory is now used 16 times. Per multiply-add that makes half a byte:
// 20 TFLOP/s would ask for 5 TB/s, which is about what second-level caches can give. But two loads
// for a multiply-add there are still, if from a nearer place, and in the time of one such load a
// multiprocessor could do two to four multiply-adds. That is the next rung's matter.
#include "kernels/gemm/epilogue_cuda.hpp"
#include "kernels/gemm/ladder.hpp"
#include "kernels/gemm/tile_cuda.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

constexpr int side = 16;

// Each thread fetches one element of either tile. Which one? That whose address follows that of the
// thread before, and so it depends on whether lines lie along memory or across it. Whoever
// transposes on the way writes to shared memory at distances of a line. It has 32 banks, each of
// which serves one address at a time; with lines of 16 numbers the writes of a warp would go to 4
// banks, with lines of 17 only two of them share one.
__device__ void fetch(const Factor& factor, Index line, Index p, float (&tile)[side][side + 1]) {
  const bool along_line = factor.stride == 1;
  const unsigned i = along_line ? threadIdx.y : threadIdx.x;
  const unsigned j = along_line ? threadIdx.x : threadIdx.y;
  tile[i][j] = factor.at(line + i, p + j);
}

// The two barriers are the price of sharing. At the first one all wait until both tiles are
// complete, at the second until everybody is through with them. A thread whose element lies outside
// of c fetches zeros with the others and must not return early: a barrier that not all threads
// reach is never passed.
__global__ void multiply_tiled(Factor a, Factor b, Epilogue epilogue, Index across) {
  __shared__ float tile_a[side][side + 1], tile_b[side][side + 1];
  const Index row = blockIdx.x / across * side, column = blockIdx.x % across * side;
  float sum = 0;
  for (Index p = 0; p < a.length; p += side) {
    fetch(a, row, p, tile_a);
    fetch(b, column, p, tile_b);
    __syncthreads();
    for (int q = 0; q < side; ++q) sum += tile_a[threadIdx.y][q] * tile_b[threadIdx.x][q];
    __syncthreads();
  }
  epilogue.write(row + threadIdx.y, column + threadIdx.x, sum);
}

}  // namespace

void gemm_tiled(const float* a, const float* b, float* c, const GemmSizes& size,
                const GemmOptions& options, Stream stream) {
  if (size.m * size.n == 0) return;
  const unsigned down = blocks_for(size.m, side), across = blocks_for(size.n, side);
  launch(multiply_tiled, down * across, dim3(side, side), 0, stream, rows_of_a(a, size, options),
         columns_of_b(b, size, options), Epilogue(c, size, options), across);
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
