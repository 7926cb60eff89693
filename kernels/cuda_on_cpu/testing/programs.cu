#include "kernels/cuda_on_cpu/testing/programs.hpp"

#include "kernels/launch.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

__global__ void write_indices_kernel(std::uint32_t* where) {
  const unsigned block = blockIdx.x + gridDim.x * (blockIdx.y + gridDim.y * blockIdx.z);
  const unsigned thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
  const unsigned threads = blockDim.x * blockDim.y * blockDim.z;
  std::uint32_t* mine = where + 6 * (block * threads + thread);
  mine[0] = threadIdx.x, mine[1] = threadIdx.y, mine[2] = threadIdx.z;
  mine[3] = blockIdx.x, mine[4] = blockIdx.y, mine[5] = blockIdx.z;
}

__global__ void __launch_bounds__(256)
    saxpy_kernel(float a, const float* __restrict__ x, float* __restrict__ y, Index n) {
  const Index step = Index{gridDim.x} * blockDim.x;
  for (Index i = Index{blockIdx.x} * blockDim.x + threadIdx.x; i < n; i += step) {
    y[i] = __fmaf_rn(a, __ldg(x + i), y[i]);
  }
}

__device__ float warp_sum(float value) {
  for (int distance = 16; distance > 0; distance /= 2) {
    value += __shfl_down_sync(0xffffffff, value, distance);
  }
  return value;
}

__device__ float block_sum(float value) {
  __shared__ float sums[32];
  value = warp_sum(value);
  if (threadIdx.x % 32 == 0) sums[threadIdx.x / 32] = value;
  __syncthreads();
  if (threadIdx.x < 32) value = warp_sum(threadIdx.x < blockDim.x / 32 ? sums[threadIdx.x] : 0);
  return value;
}

__device__ float sum_of_mine(const float* x, Index n) {
  float sum = 0;
  for (Index i = Index{blockIdx.x} * blockDim.x + threadIdx.x; i < n;
       i += Index{gridDim.x} * blockDim.x) {
    sum += x[i];
  }
  return sum;
}

__global__ void sum_kernel(const float* x, float* total, Index n) {
  const float sum = block_sum(sum_of_mine(x, n));
  if (threadIdx.x == 0) atomicAdd(total, sum);
}

// The block that is through last adds up what all have written.
__global__ void sum_by_last_kernel(const float* x, float* partial, unsigned* count, float* total,
                                   Index n) {
  __shared__ bool last;
  const float sum = block_sum(sum_of_mine(x, n));
  if (threadIdx.x == 0) {
    partial[blockIdx.x] = sum;
    __threadfence();
    last = atomicAdd(count, 1u) == gridDim.x - 1;
  }
  __syncthreads();
  if (!last) return;
  float all = 0;
  for (unsigned i = threadIdx.x; i < gridDim.x; i += blockDim.x) all += partial[i];
  all = block_sum(all);
  if (threadIdx.x == 0) *total = all;
}

// Hillis and Steele 1986, within one block.
__global__ void scan_kernel(const int* x, int* sums, Index n) {
  int* values = dynamic_shared<int>();
  const unsigned i = threadIdx.x;
  values[i] = i < n ? x[i] : 0;
  __syncthreads();
  for (unsigned distance = 1; distance < blockDim.x; distance *= 2) {
    const int before = i >= distance ? values[i - distance] : 0;
    __syncthreads();
    values[i] += before;
    __syncthreads();
  }
  if (i < n) sums[i] = values[i];
}

__global__ void multiply_kernel(const float* a, const float* b, float* c, int n) {
  __shared__ float a_tile[16][16];
  __shared__ float b_tile[16][16];
  const int row = blockIdx.y * 16 + threadIdx.y, column = blockIdx.x * 16 + threadIdx.x;
  float sum = 0;
  for (int k = 0; k < n; k += 16) {
    const int a_column = k + threadIdx.x, b_row = k + threadIdx.y;
    a_tile[threadIdx.y][threadIdx.x] = row < n && a_column < n ? a[row * n + a_column] : 0;
    b_tile[threadIdx.y][threadIdx.x] = b_row < n && column < n ? b[b_row * n + column] : 0;
    __syncthreads();
#pragma unroll
    for (int i = 0; i < 16; ++i) sum += a_tile[threadIdx.y][i] * b_tile[i][threadIdx.x];
    __syncthreads();
  }
  if (row < n && column < n) c[row * n + column] = sum;
}

__global__ void transpose_kernel(const float* x, float* y, int rows, int columns) {
  __shared__ float tile[32][33];
  int column = blockIdx.x * 32 + threadIdx.x, row = blockIdx.y * 32 + threadIdx.y;
  for (int i = 0; i < 32; i += 8) {
    if (row + i < rows && column < columns) {
      tile[threadIdx.y + i][threadIdx.x] = x[(row + i) * columns + column];
    }
  }
  __syncthreads();
  column = blockIdx.y * 32 + threadIdx.x;
  row = blockIdx.x * 32 + threadIdx.y;
  for (int i = 0; i < 32; i += 8) {
    if (row + i < columns && column < rows) {
      y[(row + i) * rows + column] = tile[threadIdx.x][threadIdx.y + i];
    }
  }
}

__global__ void histogram_kernel(const std::uint8_t* x, unsigned* bins, Index n) {
  __shared__ unsigned mine[16];
  if (threadIdx.x < 16) mine[threadIdx.x] = 0;
  __syncthreads();
  for (Index i = Index{blockIdx.x} * blockDim.x + threadIdx.x; i < n;
       i += Index{gridDim.x} * blockDim.x) {
    atomicAdd(&mine[x[i] % 16], 1u);
  }
  __syncthreads();
  if (threadIdx.x < 16) atomicAdd(&bins[threadIdx.x], mine[threadIdx.x]);
}

__global__ void reverse_kernel(const float* x, float* y, int n) {
  __shared__ float values[1024];
  const unsigned row = blockIdx.x * blockDim.x;
  values[threadIdx.x] = x[row + threadIdx.x];
  __syncthreads();
  y[row + threadIdx.x] = values[n - 1 - threadIdx.x];
}

__global__ void copy_kernel(const float4* x, float4* y, Index n) {
  const Index i = Index{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i < n) y[i] = __ldg(x + i);
}

__constant__ float coefficients_on_device[4];
__global__ void polynomial_kernel(const float* x, float* y, Index n) {
  const Index i = Index{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i >= n) return;
  float value = 0;
  for (int k = 3; k >= 0; --k) value = value * x[i] + coefficients_on_device[k];
  y[i] = value;
}

__global__ void warp_functions_kernel(int* results) {
  constexpr unsigned all = 0xffffffff;
  const int lane = threadIdx.x;
  const int value = 3 * lane + 1;
  int row = 0;
  const auto put = [&](auto result) { results[32 * row++ + lane] = static_cast<int>(result); };
  put(__shfl_sync(all, value, 5));
  put(__shfl_sync(all, value, lane + 1));
  put(__shfl_sync(all, value, 3, 8));
  put(__shfl_up_sync(all, value, 2));
  put(__shfl_up_sync(all, value, 2, 8));
  put(__shfl_down_sync(all, value, 2));
  put(__shfl_down_sync(all, value, 2, 8));
  put(__shfl_xor_sync(all, value, 9));
  put(__ballot_sync(all, lane % 3 == 0));
  put(__any_sync(all, lane == 31));
  put(__any_sync(all, 0));
  put(__all_sync(all, lane < 31));
  put(__all_sync(all, 1));
  put(__match_any_sync(all, lane % 4));
  put(__reduce_add_sync(all, value));
  put(__reduce_max_sync(all, -value));
  put(__reduce_min_sync(all, static_cast<unsigned>(value)));
  put(__shfl_xor_sync(all, 0.5 * value, 1) * 2);
  int equal = -1;
  put(__match_all_sync(all, 5, &equal));
  put(equal);
  put(__match_all_sync(all, lane / 31, &equal));
  put(equal);
  put(max(-1, 2u));
  put(min(2u, -1));
  put(max(0.5f, 3.0));
  const long long before = clock64();
  put(before > 0 && clock64() >= before);
}

__global__ void halves_kernel(int* results) {
  // The halves do a different number of things, each among themselves.
  const int lane = threadIdx.x;
  if (lane < 16) {
    results[lane] = __reduce_add_sync(0x0000ffff, lane);
  } else {
    int sum = __reduce_add_sync(0xffff0000, lane);
    sum += __shfl_sync(0xffff0000, lane, 31);
    results[lane] = sum;
  }
  __syncwarp();
  results[lane] += static_cast<int>(__popc(__ballot_sync(0xffffffff, lane & 1)));
}

__global__ void tail_kernel(int* results) {
  const int lane = threadIdx.x;
  int sum = __reduce_add_sync(0xffffffff, 1);
  if (lane >= 18) {
    results[lane] = sum;
    return;
  }
  sum += __popc(__ballot_sync(0xffffffff, 1));
  results[lane] = sum;
}

__global__ void votes_kernel(int* results) {
  const int thread = threadIdx.x;
  results[thread] = __syncthreads_count(thread % 3 == 0);
  results[64 + thread] = __syncthreads_and(thread < 63) + 2 * __syncthreads_and(1);
  results[128 + thread] = __syncthreads_or(thread == 40) + 2 * __syncthreads_or(0);
}

__global__ void exchange_kernel(float* x) {
  __shared__ float values[32];
  values[threadIdx.x] = x[threadIdx.x];
  __syncwarp();
  const float other = values[31 - threadIdx.x];
  __syncwarp();
  values[threadIdx.x] = other;
  x[threadIdx.x] = values[threadIdx.x];
}

__global__ void atomics_kernel(int* integers, float* floats, double* doubles) {
  const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  atomicAdd(&integers[0], i);
  atomicSub(&integers[1], i);
  atomicMax(&integers[2], i);
  atomicMin(&integers[3], -i);
  atomicAnd(&integers[4], ~(1 << i % 32));
  atomicOr(&integers[5], 1 << i % 32);
  atomicXor(&integers[6], i);
  atomicCAS(&integers[7], 0, 7);
  atomicExch(&integers[8], 5);
  atomicInc(reinterpret_cast<unsigned*>(&integers[9]), 6);
  atomicAdd(reinterpret_cast<unsigned*>(&integers[10]), 1);  // an int is converted, as in CUDA
  atomicAdd(&floats[0], 0.5f);
  atomicExch(&floats[1], 2.5f);
  atomicAdd(&doubles[0], 0.25);
}

__global__ void half_kernel(const float* x, float* half, float* bfloat, Index n) {
  const Index i = Index{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i >= n) return;
  half[i] = __half2float(__float2half(x[i]));
  bfloat[i] = __bfloat162float(__float2bfloat16(x[i]));
}

}  // namespace

void write_indices(std::uint32_t* where, const std::uint32_t* grid, const std::uint32_t* block) {
  launch(write_indices_kernel, dim3(grid[0], grid[1], grid[2]), dim3(block[0], block[1], block[2]),
         0, {}, where);
}
void saxpy(float a, const float* x, float* y, Index n) {
  if (n > 0) launch(saxpy_kernel, blocks_for(n, 256, 64), 256, 0, {}, a, x, y, n);
}
void sum(const float* x, float* total, Index n) { launch(sum_kernel, 5, 256, 0, {}, x, total, n); }
void sum_by_last_block(const float* x, float* partial, unsigned* count, float* total, Index n,
                       Index blocks) {
  launch(sum_by_last_kernel, static_cast<unsigned>(blocks), 64, 0, {}, x, partial, count, total, n);
}
void scan(const int* x, int* sums, Index n) {
  launch(scan_kernel, 1, 1024, 1024 * sizeof(int), {}, x, sums, n);
}
void multiply(const float* a, const float* b, float* c, int n) {
  const unsigned blocks = blocks_for(n, 16);
  launch(multiply_kernel, dim3(blocks, blocks), dim3(16, 16), 0, {}, a, b, c, n);
}
void transpose(const float* x, float* y, int rows, int columns) {
  launch(transpose_kernel, dim3(blocks_for(columns, 32), blocks_for(rows, 32)), dim3(32, 8), 0, {},
         x, y, rows, columns);
}
void histogram(const std::uint8_t* x, unsigned* bins, Index n) {
  launch(histogram_kernel, 3, 128, 0, {}, x, bins, n);
}
void reverse(const float* x, float* y, int n, int rows) {
  launch(reverse_kernel, static_cast<unsigned>(rows), static_cast<unsigned>(n), 0, {}, x, y, n);
}
void copy_by_four(const float* x, float* y, Index n) {
  launch(copy_kernel, blocks_for(n, 64), 64, 0, {}, reinterpret_cast<const float4*>(x),
         reinterpret_cast<float4*>(y), n);
}
void polynomial(const float* coefficients, const float* x, float* y, Index n) {
  cudaMemcpyToSymbol(coefficients_on_device, coefficients, 4 * sizeof(float));
  launch(polynomial_kernel, blocks_for(n, 128), 128, 0, {}, x, y, n);
}
void warp_functions(int* results) { launch(warp_functions_kernel, 1, 32, 0, {}, results); }
void halves_of_a_warp(int* results) { launch(halves_kernel, 1, 32, 0, {}, results); }
void tail_of_a_warp(int* results) { launch(tail_kernel, 1, 20, 0, {}, results); }
void votes_at_barrier(int* results) { launch(votes_kernel, 1, 64, 0, {}, results); }
void exchange_in_warp(float* x) { launch(exchange_kernel, 1, 32, 0, {}, x); }
void atomics(int* integers, float* floats, double* doubles) {
  launch(atomics_kernel, 10, 100, 0, {}, integers, floats, doubles);
}
void through_half(const float* x, float* half, float* bfloat, Index n) {
  launch(half_kernel, blocks_for(n, 256), 256, 0, {}, x, half, bfloat, n);
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
