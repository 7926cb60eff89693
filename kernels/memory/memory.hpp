#pragma once
// Memory that an execution can reach, as plainly as it can be had: for tests and benchmarks.
// Tensors get theirs from a cache (common/tensor/storage.hpp), for to ask a driver takes longer
// than a small kernel.

#include <cstddef>

#include "kernels/operation.hpp"

namespace primer::cpu {

/// Whether this execution can be had on this machine. All others of these functions, and every
/// operation, need that.
bool available();

/// Memory for an array, not initialised. Null for no bytes. @throws std::bad_alloc
void* allocate(std::size_t bytes);

/// Gives it back. Null is fine.
void release(void* memory);

/// Copies from the CPU's memory to the execution's, behind what the stream has to do already.
/// Returns when `from` may be changed again, which on a GPU is before the copy has arrived there.
/// @throws std::runtime_error when CUDA reports an error
void copy_in(void* to, const void* from, std::size_t bytes, Stream);
/// Copies from the execution's memory to the CPU's, behind what the stream has to do already.
/// Returns when it is done: this is where a program waits for a GPU. @throws as copy_in
void copy_out(void* to, const void* from, std::size_t bytes, Stream);
/// Copies within the execution's memory, where the two places do not overlap. Does not wait.
/// @throws as copy_in
void copy_within(void* to, const void* from, std::size_t bytes, Stream);

}  // namespace primer::cpu

PRIMER_TWINS(available);
PRIMER_TWINS(allocate);
PRIMER_TWINS(release);
PRIMER_TWINS(copy_in);
PRIMER_TWINS(copy_out);
PRIMER_TWINS(copy_within);
