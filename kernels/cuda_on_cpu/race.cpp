// How the watcher tells that two accesses race.

#include <algorithm>
#include <string>

#include "kernels/cuda_on_cpu/watch.hpp"
#include "kernels/cuda_on_cpu/worker.hpp"

namespace primer::cuda_on_cpu {

// Whether something puts an earlier access before what this thread does now.
bool Watch::ordered(unsigned thread, Stamp earlier) const {
  if (earlier.epoch == epoch_) {
    if (earlier.thread == thread) return true;
    const bool same_warp = earlier.thread / lanes == thread / lanes;
    return same_warp && known_clocks_[thread * lanes + earlier.thread % lanes] >= earlier.clock;
  }
  // An earlier launch, or an earlier barrier of this block.
  if (earlier.epoch < launch_epoch_ || earlier.epoch >= blocks_.back().first_epoch) return true;
  // Nothing orders the blocks of a launch. Only where the other block has made its accesses known by a fence, and this
  // one has called a fence as well, we take it that an atomic between the two has told this one.
  return fenced_ && block_of(earlier).fenced_epoch >= earlier.epoch;
}

const Watch::Block& Watch::block_of(Stamp stamp) const {
  const auto after = std::ranges::upper_bound(blocks_, stamp.epoch, {}, &Block::first_epoch);
  return after[-1];
}

bool Watch::check_race(const Attempt& attempt, Cell& cell, const char* memory) {
  // It has read this before in this epoch, and nobody has written since.
  const bool known = cell.read[0].when == attempt.now || cell.read[1].when == attempt.now;
  if (known && attempt.kind == Access::read && cell.written.when.epoch < epoch_) return true;

  const auto conflicts = [&](const Record& earlier) {
    if (earlier.when.epoch == 0) return false;
    if (earlier.when.atomic && attempt.kind == Access::atomic) return false;
    return !ordered(attempt.thread, earlier.when);
  };
  if (conflicts(cell.written)) return race(attempt, cell.written, true, memory);
  if (attempt.kind != Access::read) {
    for (const Record& read : cell.read) {
      if (conflicts(read)) return race(attempt, read, false, memory);
    }
  }
  remember(attempt, cell);
  return true;
}

void Watch::remember(const Attempt& attempt, Cell& cell) const {
  const auto* instruction = static_cast<const std::byte*>(attempt.instruction);
  const Record mine{attempt.now, static_cast<std::uint32_t>(instruction - image_.begin)};
  if (attempt.kind != Access::read) {
    cell.written = mine;
    return;
  }
  for (Record& read : cell.read) {
    if (read.when.epoch == 0 || ordered(attempt.thread, read.when)) {
      read = mine;
      return;
    }
  }
}

// Says who is in whose way. Always false, as what asks for it.
bool Watch::race(const Attempt& attempt, const Record& earlier, bool earlier_writes,
                 const char* memory) {
  const bool same_block = earlier.when.epoch >= blocks_.back().first_epoch;
  std::string other = worker_->name(earlier.when.thread);
  if (!same_block) other += " of block " + to_string(block_of(earlier.when).index);
  const char* mine = attempt.kind == Access::read    ? "reads "
                     : attempt.kind == Access::write ? "writes "
                                                     : "changes ";
  const char* theirs = !earlier_writes ? " reads" : earlier.when.atomic ? " changes" : " writes";
  wrong_ =
      std::string(mine) + memory + source_line(attempt.instruction) + " that " + other + theirs +
      source_line(image_.begin + earlier.instruction) +
      (same_block
           ? ", and no barrier stands between the two; which comes first is chance, so put "
             "__syncthreads() between them"
           : ", and nothing orders blocks; give each block a place of its own, or use atomics");
  return false;
}

}  // namespace primer::cuda_on_cpu
