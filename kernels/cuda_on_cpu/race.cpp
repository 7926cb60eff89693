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

std::string Watch::check_race(unsigned thread, Cell& cell, Access kind, const void* instruction,
                              const char* memory) {
  const auto conflicts = [&](const Record& earlier) {
    if (earlier.when.epoch == 0 || (earlier.when.atomic && kind == Access::atomic)) return false;
    return !ordered(thread, earlier.when);
  };
  if (conflicts(cell.written)) return race(cell.written, true, kind, instruction, memory);
  if (kind != Access::read) {
    for (const Record& read : cell.read) {
      if (conflicts(read)) return race(read, false, kind, instruction, memory);
    }
  }
  remember(thread, cell, kind, instruction);
  return {};
}

void Watch::remember(unsigned thread, Cell& cell, Access kind, const void* instruction) const {
  const Stamp stamp{epoch_, thread, known_clocks_[thread * lanes + thread % lanes] & 0x1fffff,
                    kind == Access::atomic};
  const Record mine{
      stamp, static_cast<std::uint32_t>(static_cast<const std::byte*>(instruction) - image_.begin)};
  if (kind != Access::read) {
    cell.written = mine;
    return;
  }
  for (Record& read : cell.read) {
    if (read.when.epoch == 0 || ordered(thread, read.when)) {
      read = mine;
      return;
    }
  }
}

std::string Watch::race(const Record& earlier, bool earlier_writes, Access kind,
                        const void* instruction, const char* memory) const {
  const bool same_block = earlier.when.epoch >= blocks_.back().first_epoch;
  const std::string other = same_block ? worker_->name(earlier.when.thread)
                                       : worker_->name(earlier.when.thread) + " of block " +
                                             to_string(block_of(earlier.when).index);
  const char* mine = kind == Access::read    ? "reads "
                     : kind == Access::write ? "writes "
                                             : "changes ";
  const char* theirs = !earlier_writes ? " reads" : earlier.when.atomic ? " changes" : " writes";
  return std::string(mine) + memory + source_line(instruction) + " that " + other + theirs +
         source_line(image_.begin + earlier.instruction) +
         (same_block
              ? ", and no barrier stands between the two; which comes first is chance, so put "
                "__syncthreads() between them"
              : ", and nothing orders blocks; give each block a place of its own, or use atomics");
}

}  // namespace primer::cuda_on_cpu
