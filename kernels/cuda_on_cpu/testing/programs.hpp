#pragma once
// Right kernels of the kinds that one meets, for the tests to compare with serial programs. Each function stands in two
// namespaces, as kernels do. All pointers are device memory.

#include <cstdint>

#include "kernels/operation.hpp"

/// What the functions of warp.hpp give lane i of a warp that has the values 3 i + 1, and some of intrinsics.hpp; a row of 32
/// for each.
inline constexpr primer::Index warp_results = 26;

#define PRIMER_PROGRAMS(space)                                                                     \
  namespace primer::space {                                                                        \
  /* Where each thread stands: of thread t of block b, its indices, x y z of each. */              \
  void write_indices(std::uint32_t* where /* (blocks, threads, 6) */, const std::uint32_t* grid,   \
                     const std::uint32_t* block);                                                  \
  void saxpy(float a, const float* x /* (n) */, float* y /* (n) */, Index n);                      \
  void sum(const float* x /* (n) */, float* total /* (1) */, Index n);                             \
  void sum_by_last_block(const float* x /* (n) */, float* partial /* (blocks) */, unsigned* count, \
                         float* total /* (1) */, Index n, Index blocks);                           \
  void scan(const int* x /* (n) */, int* sums /* (n) */, Index n);                                 \
  void multiply(const float* a /* (n, n) */, const float* b, float* c, int n);                     \
  void transpose(const float* x /* (rows, columns) */, float* y, int rows, int columns);           \
  void histogram(const std::uint8_t* x /* (n) */, unsigned* bins /* (16) */, Index n);             \
  /* Each row; n up to 1024. */                                                                    \
  void reverse(const float* x /* (rows, n) */, float* y /* (rows, n) */, int n, int rows);         \
  void copy_by_four(const float* x /* (4 n) */, float* y /* (4 n) */, Index n);                    \
  void polynomial(const float* coefficients /* host, (4) */, const float* x, float* y, Index n);   \
  void warp_functions(int* results /* (warp_results, 32) */);                                      \
  void halves_of_a_warp(int* results /* (32) */);                                                  \
  void tail_of_a_warp(int* results /* (20) */);                                                    \
  void votes_at_barrier(int* results /* (3, 64) */);                                               \
  void exchange_in_warp(float* x /* (32) */);                                                      \
  void atomics(int* integers /* (10) */, float* floats /* (2) */, double* doubles /* (1) */);      \
  void through_half(const float* x /* (n) */, float* half, float* bfloat, Index n);                \
  }
PRIMER_PROGRAMS(emulated)
PRIMER_PROGRAMS(checked)
