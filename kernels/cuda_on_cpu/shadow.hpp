#pragma once
// The shadow of a piece of memory: for each of its bytes or words, who wrote it last and who has read it since.
//
// Two accesses to the same place by different threads are a **data race** when at least one writes and nothing puts one
// before the other. Which comes first is then chance, and on a GPU it is often the right one until the day it is not. Here
// threads take turns, so a race never shows in the result. It shows in the shadow: the earlier access is found there with
// the time at which it was made, and if no barrier has passed since, it could as well have been the later one.
//
// Time is counted in epochs: each barrier of a block begins a new one. Between the threads of a warp __syncwarp() orders
// accesses too. For that each lane has a clock, and knows how far the clocks of the other lanes had gone when it last met
// them (a *vector clock*, Lamport 1978, Fidge 1988, as in ThreadSanitizer).

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

namespace primer::cuda_on_cpu {

enum class Access { read, write, atomic };

/// When, and by whom. Zero: never.
struct Stamp {
  std::uint32_t epoch = 0;        ///< 0: never
  std::uint32_t thread : 10 = 0;  ///< its number in the block
  std::uint32_t clock : 21 = 0;   ///< of the thread's lane, in this block
  std::uint32_t atomic : 1 = 0;   ///< whether the access was atomic

  bool operator==(const Stamp&) const = default;
};

/// An access that was made.
struct Record {
  Stamp when;                     ///< and by whom
  std::uint32_t instruction = 0;  ///< its return address, counted from the program's beginning
};

/// What is remembered of one place. Of the threads that have read it since it was written two suffice nearly always: whoever
/// writes next is in conflict with one of them, unless __syncwarp() has ordered just those two.
struct Cell {
  Record written;  ///< the last access that wrote, atomically or not
  Record read[2];  ///< reads with which a later write may race
  /// The word's bytes have cells of their own since then; see Shadow.
  std::uint32_t split_since = 0;
};

/// Cells that cost nothing before they are touched.
using Cells = std::unique_ptr<Cell[], void (*)(void*)>;
inline Cells new_cells(std::size_t count) {
  auto* cells = static_cast<Cell*>(std::calloc(count > 0 ? count : 1, sizeof(Cell)));
  if (!cells) throw std::bad_alloc();
  return {cells, std::free};
}

/// The shadow of shared memory: a cell for each word of four bytes, and one for each byte where bytes or halves of a word
/// are used by themselves.
struct Shadow {
  static constexpr std::size_t word = 4;  ///< bytes of a word
  Cells words{nullptr, std::free};        ///< one for each word
  Cells bytes{nullptr, std::free};        ///< one for each byte

  /// Of `size` bytes of memory, which nobody has touched yet. @throws std::bad_alloc
  explicit Shadow(std::size_t size)
      : words(new_cells(size / word + 1)), bytes(new_cells(size + word)) {}
};

}  // namespace primer::cuda_on_cpu
