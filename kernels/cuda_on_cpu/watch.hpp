#pragma once
// The watcher of checked kernels.
//
// A compiler that builds for ThreadSanitizer puts a call before every access to memory: __tsan_read4(address) and so on.
// We build kernels like that, but do not link ThreadSanitizer. hooks.cpp has the functions that are called, and they come
// here. So a kernel is checked as it stands, with all its pointers and casts, and nothing has to be declared.
//
// What is looked at: that each address belongs to memory that a kernel may reach and is a multiple of the access's size;
// that shared memory is written before it is read; and that no two threads race, within a block or between blocks.
//
// While a kernel is watched its blocks run one after the other on one thread, so there is one watcher.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kernels/cuda_on_cpu/image.hpp"
#include "kernels/cuda_on_cpu/launch.hpp"
#include "kernels/cuda_on_cpu/memory.hpp"
#include "kernels/cuda_on_cpu/shadow.hpp"

namespace primer::cuda_on_cpu {

class Worker;

/// What the checked kernels have done to memory, and whether they may do what comes next.
class Watch {
 public:
  /// The one of this process.
  static Watch& instance();

  /// Before the blocks of a launch. Forgets memory that has been given back since the last one.
  void begin_launch(const Launch& launch);
  /// Before a block of that launch, of so many threads, which the worker runs; the block before has
  /// ended. Worker and launch have to live as long as the block runs.
  void begin_block(const Worker& worker, uint3 block, unsigned threads);
  /// All threads of the block have met.
  void barrier() { ++epoch_; }
  /// These lanes of a warp have met.
  void sync_lanes(unsigned warp, unsigned lanes_met);
  /// The block has called __threadfence().
  void fence();

  /// Whether this thread of the block may do this. If not, wrong() says why.
  bool allows(unsigned thread, const void* address, std::size_t bytes, Access kind,
              const void* instruction);
  /// What was wrong with the last access that was not allowed, and what to do about it.
  const std::string& wrong() const { return wrong_; }

 private:
  /// An access, and who makes it.
  struct Attempt {
    unsigned thread;
    Access kind;
    const void* instruction;
    Stamp now;
  };
  /// Device memory that the kernels have touched, and its shadow: a cell for each word.
  struct Region {
    Allocation allocation;
    Cells cells;
  };
  /// When a block began, and up to when its accesses are known to those who come after a fence.
  struct Block {
    std::uint32_t first_epoch;
    std::uint32_t fenced_epoch;
    uint3 index;
  };

  bool check_shared(const Attempt& attempt, Shadow& shadow, std::size_t offset, std::size_t bytes);
  bool check_shared_cell(const Attempt& attempt, Cell& cell, std::size_t bytes, bool is_static);
  bool check_device(const Attempt& attempt, const std::byte* address, std::size_t bytes);
  bool no_memory(const Attempt& attempt, const std::byte* address, std::size_t bytes);
  bool check_race(const Attempt& attempt, Cell& cell, const char* memory);
  bool race(const Attempt& attempt, const Record& earlier, bool earlier_writes, const char* memory);
  void remember(const Attempt& attempt, Cell& cell) const;
  bool ordered(unsigned thread, Stamp earlier) const;
  const Block& block_of(Stamp stamp) const;
  Region* region_of(const std::byte* address, std::size_t bytes);

  const Launch* launch_ = nullptr;
  const Worker* worker_ = nullptr;
  Image image_;
  std::unique_ptr<Shadow> static_shadow_, dynamic_shadow_;
  std::size_t static_bytes_ = 0;  // of static shared memory that this block has touched
  std::map<const std::byte*, Region> regions_;
  Region* recent_[4] = {};
  std::size_t next_recent_ = 0;

  std::uint32_t epoch_ = 1;
  std::uint32_t launch_epoch_ = 1;           // when the launch began
  std::vector<Block> blocks_;                // of this launch; the last is running
  bool fenced_ = false;                      // whether it has called __threadfence()
  std::vector<std::uint32_t> known_clocks_;  // [thread][lane]
  bool lanes_have_met_ = true;
  std::string wrong_;
};

}  // namespace primer::cuda_on_cpu
