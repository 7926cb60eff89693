#pragma once
// Kernels with one mistake each, and how they are started. Every function stands in two namespaces, as kernels do.

#include "kernels/operation.hpp"

#define PRIMER_MISTAKES(space)                                                       \
  namespace primer::space {                                                          \
  /* Barriers that not all threads come to. */                                       \
  void leaves_before_barrier(float* x /* (64) */);                                   \
  void leaves_after_others_wait(float* x /* (64) */);                                \
  void waits_at_two_barriers(float* x /* (64) */);                                   \
  /* Lanes that miss each other. */                                                  \
  void reads_lane_that_left(int* x /* (32) */);                                      \
  void reads_lane_that_is_not_there(int* x /* (20) */);                              \
  void reads_lane_outside_of_mask(int* x /* (32) */);                                \
  void calls_with_mask_of_others(int* x /* (32) */);                                 \
  void votes_while_others_shuffle(int* x /* (32) */);                                \
  void shuffles_while_others_wait(int* x /* (32) */);                                \
  void shuffles_with_different_masks(int* x /* (32) */);                             \
  /* Launches that a GPU refuses. */                                                 \
  void launches(unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, \
                unsigned block_y, unsigned block_z, Index shared_bytes);             \
  /* Ends that are no ends. */                                                       \
  void throws(float* x);                                                             \
  void traps(float* x);                                                              \
  void launches_from_a_kernel(float* x);                                             \
  void divides_by_zero(float* x /* (64), the last 0 */);                             \
  void aborts(float* x);                                                             \
  void recurses_without_end(float* x);                                               \
  void has_an_array_beyond_its_stack(float* x);                                      \
  void follows_a_wild_pointer(float* x);                                             \
  /* Memory. */                                                                      \
  void writes_beyond_the_end(float* x, Index n);                                     \
  void reads_before_the_beginning(float* x, Index n);                                \
  void reads_unaligned(float* x);                                                    \
  void reads_shared_never_written(float* x /* (64) */);                              \
  void reads_dynamic_shared_never_written(float* x /* (64) */);                      \
  void reads_what_the_block_before_left(float* x /* (2) */);                         \
  void writes_beyond_dynamic_shared(float* x /* (64) */);                            \
  void shares_too_much(float* x);                                                    \
  /* Races. */                                                                       \
  void reads_neighbour_without_barrier(float* x /* (64) */);                         \
  void overwrites_what_others_read(float* x /* (64) */);                             \
  void all_write_one_place(int* x /* (1) */);                                        \
  void halves_tree_without_barrier(float* x /* (64) */);                             \
  void trusts_the_warp(float* x /* (32) */);                                         \
  void counts_without_atomics(int* bins /* (4) */);                                  \
  void sums_across_blocks(float* x /* (1) */);                                       \
  void writes_what_others_add_to(int* x /* (1) */);                                  \
  void writes_bytes(int* x /* (64) */); /* right */                                  \
  void writes_bytes_twice(int* x /* (64) */);                                        \
  void reads_behind_a_fence(int* x /* (64) */); /* right */                          \
  void reads_without_a_fence(int* x /* (64) */);                                     \
  void depends_on_order(int* last /* (1) */);                                        \
  }
PRIMER_MISTAKES(emulated)
PRIMER_MISTAKES(checked)
