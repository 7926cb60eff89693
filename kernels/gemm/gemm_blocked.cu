// # Matrix product, third rung: a block of elements in registers
//
// A thread that computes one element of c loads two numbers for each multiply-add. One that
// computes 8 × 8 elements loads 8 numbers of a and 8 of b, and with these 16 it does 64
// multiply-adds: a quarter of a load for each instead of two. So the sums of a thread live in 64
// registers, and shared memory feeds them with packs of four. A block of 256 threads computes 128 ×
// 128 elements, and each number from memory is used 128 times.
//
// Memory takes hundreds of cycles to answer. We ask for the next tile before we work on this one,
// into registers, and put it down afterwards, into a second copy of the tile. By then it has
// arrived, and one barrier a step is enough.
//
// Where c is small, squares of 128 would leave most of the card without work, and we take squares
// of 64, with 4 × 4 elements a thread. The scheme is that of Volkov & Demmel ("Benchmarking GPUs to
// tune dense linear algebra", SC 2008), and in its outlines still that of cuBLAS and CUTLASS.
#include "kernels/gemm/epilogue_cuda.hpp"
#include "kernels/gemm/ladder.hpp"
#include "kernels/gemm/tile_cuda.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

constexpr int threads = 256;

// Threads form a square of 16 × 16 over the tile. A thread's `each` rows, 4 or 8, are four
// neighbours, and with 8 another four 64 further down; its columns likewise. Why not eight
// neighbours? The lanes of a warp load their packs at the same time, and side by side these fill
// all banks of shared memory evenly; at distances of eight, every second one would wait.
template <int each>
struct Square {
  static constexpr int side = 16 * each;
  static constexpr int depth = 4 * threads / side;
  using Factors = Tile<side, depth>;

  int row, column;  // of this thread's first element

  __device__ Square()
      : row(static_cast<int>(threadIdx.x) / 16 * 4),
        column(static_cast<int>(threadIdx.x) % 16 * 4) {}

  __device__ static void read(const float (&line)[side + 4], int first, float (&values)[each]) {
    for (int part = 0; part < each / 4; ++part) {
      const Pack<4> pack = load<4>(&line[first + part * 64]);
      for (int k = 0; k < 4; ++k) values[part * 4 + k] = pack[k];
    }
  }

  // The inner loop of it all: an outer product of `each` numbers of a with as many of b, for each p
  // of the tile.
  __device__ void multiply(const Factors& a, const Factors& b, float (&sums)[each][each]) const {
    for (int p = 0; p < depth; ++p) {
      float of_a[each], of_b[each];
      read(a.values[p], row, of_a);
      read(b.values[p], column, of_b);
      for (int i = 0; i < each; ++i) {
        for (int j = 0; j < each; ++j) sums[i][j] += of_a[i] * of_b[j];
      }
    }
  }

  // Registers have names and no addresses. Where sums[i] is asked for with an i that the compiler
  // does not know, all sums must move to memory, so that this loop has to be unrolled.
  __device__ void write(const Epilogue& epilogue, Index first_row, Index first_column,
                        const float (&sums)[each][each]) const {
#pragma unroll
    for (int i = 0; i < each; ++i) {
#pragma unroll
      for (int part = 0; part < each / 4; ++part) {
        const float* s = &sums[i][part * 4];
        epilogue.write_four(first_row + row + i / 4 * 64 + i % 4, first_column + column + part * 64,
                            {{s[0], s[1], s[2], s[3]}});
      }
    }
  }
};

// There are two pairs of tiles, so that the next one can be fetched while the threads multiply what
// is in this one; for_each_tile says how.
template <int each>
__global__ void __launch_bounds__(threads)
    multiply_blocked(Factor a, Factor b, Epilogue epilogue, Index across) {
  using Factors = typename Square<each>::Factors;
  constexpr int side = Square<each>::side;
  __shared__ __align__(16) Factors tile_a[2], tile_b[2];
  const Index row = blockIdx.x / across * side, column = blockIdx.x % across * side;
  const Square<each> square;
  float sums[each][each] = {};

  for_each_tile(a, b, row, column, tile_a, tile_b, [&](const Factors& of_a, const Factors& of_b) {
    square.multiply(of_a, of_b, sums);
  });
  square.write(epilogue, row, column, sums);
}

template <int each>
void multiply(const float* a, const float* b, float* c, const GemmSizes& size,
              const GemmOptions& options, Stream stream) {
  constexpr int side = Square<each>::side;
  const unsigned down = blocks_for(size.m, side), across = blocks_for(size.n, side);
  launch(multiply_blocked<each>, down * across, threads, 0, stream, rows_of_a(a, size, options),
         columns_of_b(b, size, options), Epilogue(c, size, options), across);
}

}  // namespace

// Which size of square is the faster one would have to be measured, for each card and each size. We
// take the large one as soon as there are 32 of them, which is a guess.
void gemm_blocked(const float* a, const float* b, float* c, const GemmSizes& size,
                  const GemmOptions& options, Stream stream) {
  if (size.m * size.n == 0) return;
  const Index large_squares = Index{blocks_for(size.m, 128)} * blocks_for(size.n, 128);
  if (large_squares >= 32) {
    multiply<8>(a, b, c, size, options, stream);
  } else {
    multiply<4>(a, b, c, size, options, stream);
  }
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
