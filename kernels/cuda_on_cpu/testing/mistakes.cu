#include "kernels/cuda_on_cpu/testing/mistakes.hpp"

#include <cstdint>
#include <cstdlib>
#include <stdexcept>

#include "kernels/launch.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

__global__ void left_early(float* x) {
  if (threadIdx.x >= 60) return;
  __syncthreads();
  x[threadIdx.x] = 1;
}

__global__ void left_late(float* x) {
  if (threadIdx.x == 63) return;
  __syncthreads();
  x[threadIdx.x] = 1;
}

__global__ void two_barriers(float* x) {
  if (threadIdx.x < 32) {
    __syncthreads();
    x[threadIdx.x] = 1;
  } else {
    __syncthreads();  // another one
    x[threadIdx.x] = 2;
  }
}

__global__ void shuffle_from_gone(int* x) {
  if (threadIdx.x == 7) return;
  x[threadIdx.x] = __shfl_sync(0xffffffff, x[threadIdx.x], (threadIdx.x + 1) % 32);
}

__global__ void shuffle_down(int* x) {
  x[threadIdx.x] = __shfl_down_sync(0xffffffff, x[threadIdx.x], 16);
}

__global__ void shuffle_outside(int* x) {
  if (threadIdx.x < 16) x[threadIdx.x] = __shfl_sync(0x0000ffff, x[threadIdx.x], 20);
}

__global__ void wrong_mask(int* x) {
  x[threadIdx.x] = __shfl_xor_sync(0x0000ffff, x[threadIdx.x], 1);
}

__global__ void vote_or_shuffle(int* x) {
  if (threadIdx.x % 2 == 0) {
    x[threadIdx.x] = __any_sync(0xffffffff, 1);
  } else {
    x[threadIdx.x] = __shfl_sync(0xffffffff, 1, 0);
  }
}

__global__ void shuffle_or_wait(int* x) {
  if (threadIdx.x == 5) __syncthreads();
  x[threadIdx.x] = __shfl_sync(0xffffffff, x[threadIdx.x], 0);
}

__global__ void two_masks(int* x) {
  const unsigned mask = threadIdx.x < 16 ? 0xffffffff : 0xffff0001;
  x[threadIdx.x] = __shfl_sync(mask, x[threadIdx.x], 16);
}

__global__ void nothing() {}

__global__ void throwing(float* x) {
  if (threadIdx.x == 2) throw std::runtime_error("no luck");
  x[threadIdx.x] = 1;
}

__global__ void trapping(float* x) {
  if (blockIdx.x == 1 && threadIdx.x == 3) __trap();
  x[blockIdx.x * blockDim.x + threadIdx.x] = 1;
}

__device__ float deep(volatile float* x, int depth) {
  volatile float local[256];
  local[depth % 256] = x[0];
  return depth == 0 ? local[0] : deep(local, depth - 1) + local[depth % 256];
}
__global__ void deeper(float* x) { x[0] = deep(x, 100000000); }

// Its far end lies beyond the guard below the stack.
__global__ void wide(float* x) {
  volatile float local[1 << 20];
  local[0] = x[0];
  x[0] = local[0];
}

__global__ void within(float*) { launch(nothing, 1, 1, 0, {}); }

__global__ void wild(float* x) {
  float* to = threadIdx.x == 4 ? reinterpret_cast<float*>(8192) : x + threadIdx.x;
  *to = 1;
}

__global__ void quotient(float* x) {
  const int divisor = threadIdx.x == 6 ? static_cast<int>(x[63]) : 1;
  x[threadIdx.x] = static_cast<float>(static_cast<int>(blockDim.x) / divisor);
}

__global__ void aborting(float* x) {
  if (threadIdx.x == 5) std::abort();
  x[threadIdx.x] = 1;
}

__global__ void fill(float* x, Index n) {
  const Index i = Index{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i <= n) x[i] = 1;
}

__global__ void differences(float* x, Index n) {
  const Index i = threadIdx.x;
  if (i < n) x[i] = x[i] - x[i - 1];
}

__global__ void four_at_once(float* x) {
  const float4 v = *reinterpret_cast<const float4*>(x + 1);
  x[0] = v.x + v.y + v.z + v.w;
}

__global__ void read_unwritten(float* x) {
  __shared__ float tile[64];
  if (threadIdx.x != 9) tile[threadIdx.x] = 1;
  __syncthreads();
  x[threadIdx.x] = tile[63 - threadIdx.x];
}

__global__ void read_dynamic_unwritten(float* x) {
  float* tile = dynamic_shared<float>();
  if (threadIdx.x != 9) tile[threadIdx.x] = 1;
  __syncthreads();
  x[threadIdx.x] = tile[63 - threadIdx.x];
}

__global__ void inherit(float* x) {
  __shared__ float value;
  if (blockIdx.x == 0) value = 3;
  x[blockIdx.x] = value;
}

__global__ void beyond_dynamic(float* x) {
  float* tile = dynamic_shared<float>();
  tile[threadIdx.x + 1] = x[threadIdx.x];
}

__global__ void large(float* x) {
  __shared__ float tile[12 * 1024 + 1];
  for (int i = 0; i < 12 * 1024 + 1; ++i) tile[i] = x[0];
  x[0] = tile[3];
}

__global__ void neighbour(float* x) {
  __shared__ float tile[64];
  tile[threadIdx.x] = x[threadIdx.x];
  x[threadIdx.x] = tile[(threadIdx.x + 63) % 64];
}

__global__ void overwrite(float* x) {
  __shared__ float tile[64];
  tile[threadIdx.x] = x[threadIdx.x];
  __syncthreads();
  const float next = tile[(threadIdx.x + 1) % 64];
  tile[threadIdx.x] = next;
  x[threadIdx.x] = next;
}

__global__ void one_place(int* x) {
  __shared__ int last;
  last = static_cast<int>(threadIdx.x);
  __syncthreads();
  x[0] = last;
}

__global__ void tree(float* x) {
  __shared__ float sums[64];
  sums[threadIdx.x] = x[threadIdx.x];
  __syncthreads();
  for (unsigned half = 32; half > 0; half /= 2) {
    if (threadIdx.x < half) sums[threadIdx.x] += sums[threadIdx.x + half];
  }
  __syncthreads();
  x[threadIdx.x] = sums[0];
}

__global__ void warp_without_sync(float* x) {
  __shared__ float values[32];
  values[threadIdx.x] = x[threadIdx.x];
  x[threadIdx.x] = values[31 - threadIdx.x];
}

__global__ void count(int* bins) { bins[threadIdx.x % 4] += 1; }

__global__ void sum(float* x) { x[0] = x[0] + 1; }

__global__ void write_or_add(int* x) {
  if (threadIdx.x == 0) {
    x[0] = 1;
  } else {
    atomicAdd(x, 1);
  }
}

// Bytes that lie in one word, of which each is written by so many threads.
__global__ void bytes(int* x, unsigned writers) {
  __shared__ std::uint8_t values[64];
  values[threadIdx.x / writers] = static_cast<std::uint8_t>(threadIdx.x);
  __syncthreads();
  x[threadIdx.x] = values[threadIdx.x / writers];
}

// The block that is through last reads what the others have written. `fences` is what makes it wait for that.
__global__ void last_block(int* x, bool fences) {
  x[1 + blockIdx.x] = 1;
  if (fences) __threadfence();
  if (atomicAdd(x, 1) == static_cast<int>(gridDim.x) - 1) {
    if (fences) __threadfence();
    x[32] = x[1];
  }
}

__global__ void last_one(int* last) {
  atomicExch(last, static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x));
}

}  // namespace

void leaves_before_barrier(float* x) { launch(left_early, 1, 64, 0, {}, x); }
void leaves_after_others_wait(float* x) { launch(left_late, 1, 64, 0, {}, x); }
void waits_at_two_barriers(float* x) { launch(two_barriers, 1, 64, 0, {}, x); }

void reads_lane_that_left(int* x) { launch(shuffle_from_gone, 1, 32, 0, {}, x); }
void reads_lane_that_is_not_there(int* x) { launch(shuffle_down, 1, 20, 0, {}, x); }
void reads_lane_outside_of_mask(int* x) { launch(shuffle_outside, 1, 32, 0, {}, x); }
void calls_with_mask_of_others(int* x) { launch(wrong_mask, 1, 32, 0, {}, x); }
void votes_while_others_shuffle(int* x) { launch(vote_or_shuffle, 1, 32, 0, {}, x); }
void shuffles_while_others_wait(int* x) { launch(shuffle_or_wait, 1, 32, 0, {}, x); }
void shuffles_with_different_masks(int* x) { launch(two_masks, 1, 32, 0, {}, x); }

void launches(unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, unsigned block_y,
              unsigned block_z, Index shared_bytes) {
  launch(nothing, dim3(grid_x, grid_y, grid_z), dim3(block_x, block_y, block_z),
         static_cast<std::size_t>(shared_bytes), {});
}

void throws(float* x) { launch(throwing, 1, 4, 0, {}, x); }
void traps(float* x) { launch(trapping, 2, 4, 0, {}, x); }
void recurses_without_end(float* x) { launch(deeper, 1, 1, 0, {}, x); }
void has_an_array_beyond_its_stack(float* x) { launch(wide, 1, 1, 0, {}, x); }
void divides_by_zero(float* x) { launch(quotient, 1, 8, 0, {}, x); }
void aborts(float* x) { launch(aborting, 1, 8, 0, {}, x); }
void launches_from_a_kernel(float* x) { launch(within, 1, 1, 0, {}, x); }
void follows_a_wild_pointer(float* x) { launch(wild, 1, 5, 0, {}, x); }

void writes_beyond_the_end(float* x, Index n) {
  launch(fill, blocks_for(n + 1, 32), 32, 0, {}, x, n);
}
void reads_before_the_beginning(float* x, Index n) { launch(differences, 1, 32, 0, {}, x, n); }
void reads_unaligned(float* x) { launch(four_at_once, 1, 1, 0, {}, x); }
void reads_shared_never_written(float* x) { launch(read_unwritten, 1, 64, 0, {}, x); }
void reads_dynamic_shared_never_written(float* x) {
  launch(read_dynamic_unwritten, 1, 64, 64 * sizeof(float), {}, x);
}
void reads_what_the_block_before_left(float* x) { launch(inherit, 2, 1, 0, {}, x); }
void writes_beyond_dynamic_shared(float* x) {
  launch(beyond_dynamic, 1, 64, 64 * sizeof(float), {}, x);
}
void shares_too_much(float* x) { launch(large, 1, 1, 0, {}, x); }

void reads_neighbour_without_barrier(float* x) { launch(neighbour, 1, 64, 0, {}, x); }
void overwrites_what_others_read(float* x) { launch(overwrite, 1, 64, 0, {}, x); }
void all_write_one_place(int* x) { launch(one_place, 1, 64, 0, {}, x); }
void halves_tree_without_barrier(float* x) { launch(tree, 1, 64, 0, {}, x); }
void trusts_the_warp(float* x) { launch(warp_without_sync, 1, 32, 0, {}, x); }
void counts_without_atomics(int* bins) { launch(count, 1, 8, 0, {}, bins); }
void sums_across_blocks(float* x) { launch(sum, 2, 1, 0, {}, x); }
void writes_what_others_add_to(int* x) { launch(write_or_add, 1, 8, 0, {}, x); }
void writes_bytes(int* x) { launch(bytes, 1, 64, 0, {}, x, 1); }
void writes_bytes_twice(int* x) { launch(bytes, 1, 64, 0, {}, x, 2); }
void reads_behind_a_fence(int* x) { launch(last_block, 4, 1, 0, {}, x, true); }
void reads_without_a_fence(int* x) { launch(last_block, 4, 1, 0, {}, x, false); }
void depends_on_order(int* last) { launch(last_one, 8, 8, 0, {}, last); }

}  // namespace primer::PRIMER_CUDA_NAMESPACE
