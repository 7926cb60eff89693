// # Matrix product, first rung: a thread for each element
//
// Of all that a network does, matrix products are what a GPU is bought for. A product of two n × n
// matrices takes 2n³ operations on 3n² numbers: for n = 2048, that is 17 billion operations on 50
// MB. A kernel that read every number once would be limited by arithmetic, as none of the others in
// this book are. The ladder has four rungs, and each of them asks the same question: where do the
// factors of the next multiply-add come from?
//
// On the first rung, from memory. A thread computes one element of c: it goes along a row of a and
// down a column of b. So each multiply-add is fed by two loads, 8 bytes. To keep pace with 20
// TFLOP/s, memory would have to deliver 80 TB/s, where it delivers one or two. Caches save this
// kernel from the worst, for neighbouring threads ask for the same numbers.
#include "kernels/gemm/epilogue_cuda.hpp"
#include "kernels/gemm/ladder.hpp"
#include "kernels/gemm/tile_cuda.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

// `threadIdx.x`, in which the lanes of a warp follow one another, counts the columns. So a warp
// reads one element of a, the same for all lanes, and 32 neighbours of b, and in the end writes 32
// neighbours of c. Had we let it count the rows, each load of b would fetch one number and each
// load of a 32 of them from 32 rows; you can try it and see.
__global__ void multiply_naive(Factor a, Factor b, Epilogue epilogue) {
  const Index column = Index{blockIdx.x} * blockDim.x + threadIdx.x;
  if (column >= b.lines) return;
  const Index stride = Index{gridDim.y} * blockDim.y;
  for (Index row = Index{blockIdx.y} * blockDim.y + threadIdx.y; row < a.lines; row += stride) {
    float sum = 0;
    for (Index p = 0; p < a.length; ++p) sum += a.at(row, p) * b.at(column, p);
    epilogue.write(row, column, sum);
  }
}

}  // namespace

// A grid has at most 65535 blocks in y. More rows than that are left to the loop above.
void gemm_naive(const float* a, const float* b, float* c, const GemmSizes& size,
                const GemmOptions& options, Stream stream) {
  if (size.m * size.n == 0) return;
  const dim3 block(32, 8);
  const dim3 grid(blocks_for(size.n, block.x), blocks_for(size.m, block.y, 65535));
  launch(multiply_naive, grid, block, 0, stream, rows_of_a(a, size, options),
         columns_of_b(b, size, options), Epilogue(c, size, options));
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
