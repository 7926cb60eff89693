#include "kernels/cuda_on_cpu/watch.hpp"

#include <algorithm>

#include "kernels/cuda_on_cpu/worker.hpp"

namespace primer::cuda_on_cpu {
namespace {

constexpr std::size_t most_static_shared_bytes = 48 * 1024;

const char* verb(Access kind) {
  return kind == Access::read ? "reads" : kind == Access::write ? "writes" : "changes atomically";
}

}  // namespace

Watch& Watch::instance() {
  static Watch* watch = new Watch;
  return *watch;
}

void Watch::begin_launch(const Launch& launch) {
  launch_ = &launch;
  image_ = program_image();
  if (!static_shadow_) {
    static_shadow_ = std::make_unique<Shadow>(image_.thread_local_bytes);
    dynamic_shadow_ = std::make_unique<Shadow>(most_shared_bytes);
  }
  // Forget memory that has been given back.
  std::erase_if(regions_, [](const auto& entry) {
    return find_allocation(entry.first).serial != entry.second.allocation.serial;
  });
  std::ranges::fill(recent_, nullptr);
  launch_epoch_ = ++epoch_;
  blocks_.clear();
}

void Watch::begin_block(const Worker& worker, uint3 block, unsigned threads) {
  worker_ = &worker;
  blocks_.push_back({++epoch_, 0, block});
  fenced_ = false;
  static_bytes_ = 0;
  // Each lane's clock begins at 1, which nobody else has seen.
  if (lanes_have_met_ || known_clocks_.size() < std::size_t{threads} * lanes) {
    known_clocks_.assign(std::size_t{threads} * lanes, 0);
    for (unsigned thread = 0; thread < threads; ++thread) {
      known_clocks_[thread * lanes + thread % lanes] = 1;
    }
    lanes_have_met_ = false;
  }
}

void Watch::sync_lanes(unsigned warp, unsigned lanes_met) {
  lanes_have_met_ = true;
  const auto clocks = known_clocks_.begin() + warp * lanes * lanes;
  for (unsigned of = 0; of < lanes; ++of) {
    std::uint32_t latest = 0;
    for (unsigned lane = 0; lane < lanes; ++lane) {
      if (lanes_met >> lane & 1) latest = std::max(latest, clocks[lane * lanes + of]);
    }
    for (unsigned lane = 0; lane < lanes; ++lane) {
      if (lanes_met >> lane & 1) clocks[lane * lanes + of] = latest;
    }
  }
  for (unsigned lane = 0; lane < lanes; ++lane) {
    if (lanes_met >> lane & 1) ++clocks[lane * lanes + lane];
  }
}

void Watch::fence() {
  fenced_ = true;
  blocks_.back().fenced_epoch = epoch_;
}

bool Watch::allows(unsigned thread, const void* where, std::size_t bytes, Access kind,
                   const void* instruction) {
  const auto* address = static_cast<const std::byte*>(where);
  const std::uint32_t clock = known_clocks_[thread * lanes + thread % lanes] & 0x1fffff;
  const Attempt attempt{thread, kind, instruction, {epoch_, thread, clock, kind == Access::atomic}};
  const auto within = [&](const void* begin, std::size_t size) {
    const auto* first = static_cast<const std::byte*>(begin);
    return address >= first && address + bytes <= first + size;
  };
  // A thread's own variables, and the kernel's arguments.
  if (worker_->on_stack(address) || within(&here, sizeof here)) return true;
  if (within(launch_->arguments, launch_->arguments_bytes)) return true;

  if (within(here.dynamic_shared, launch_->shared_bytes)) {
    return check_shared(attempt, *dynamic_shadow_,
                        static_cast<std::size_t>(address - here.dynamic_shared), bytes);
  }
  if (within(image_.thread_local_begin, image_.thread_local_bytes)) {
    return check_shared(attempt, *static_shadow_,
                        static_cast<std::size_t>(address - image_.thread_local_begin), bytes);
  }
  // Constants and variables of the program.
  if (within(image_.begin, static_cast<std::size_t>(image_.end - image_.begin))) return true;
  return check_device(attempt, address, bytes);
}

bool Watch::check_shared(const Attempt& attempt, Shadow& shadow, std::size_t offset,
                         std::size_t bytes) {
  constexpr std::size_t word = Shadow::word;
  const std::uint32_t block_began = blocks_.back().first_epoch;
  const bool is_static = &shadow == static_shadow_.get();
  const bool whole_words = offset % word == 0 && bytes % word == 0;
  for (std::size_t at = offset; at < offset + bytes;) {
    Cell& cell = shadow.words[at / word];
    if (whole_words && cell.split_since < block_began) {
      if (!check_shared_cell(attempt, cell, word, is_static)) return false;
      at += word;
      continue;
    }
    if (cell.split_since < block_began) {
      for (std::size_t i = 0; i < word; ++i) shadow.bytes[at / word * word + i] = cell;
      cell.split_since = block_began;
    }
    if (!check_shared_cell(attempt, shadow.bytes[at], 1, is_static)) return false;
    ++at;
  }
  return true;
}

bool Watch::check_shared_cell(const Attempt& attempt, Cell& cell, std::size_t bytes,
                              bool is_static) {
  if (cell.written.when.epoch < blocks_.back().first_epoch) {
    if (attempt.kind != Access::write) {
      wrong_ = std::string(verb(attempt.kind)) + " shared memory" +
               source_line(attempt.instruction) +
               " that no thread of this block has written yet; write it first, with a barrier in "
               "between";
      return false;
    }
    cell = {};  // what other blocks did there is of no concern
    static_bytes_ += is_static ? bytes : 0;
    if (static_bytes_ > most_static_shared_bytes) {
      wrong_ =
          "writes more than 49152 bytes of static shared memory, which is what a GPU has for a "
          "block; dynamic shared "
          "memory may be larger";
      return false;
    }
  }
  return check_race(attempt, cell, "shared memory");
}

bool Watch::check_device(const Attempt& attempt, const std::byte* address, std::size_t bytes) {
  constexpr std::size_t word = Shadow::word;
  Region* region = region_of(address, bytes);
  if (!region) return no_memory(attempt, address, bytes);
  const auto offset = static_cast<std::size_t>(address - region->allocation.begin);
  if (bytes % word != 0 || offset % word != 0) return true;  // the cells are too coarse for these
  for (std::size_t i = 0; i < bytes / word; ++i) {
    if (!check_race(attempt, region->cells[offset / word + i], "device memory")) return false;
  }
  return true;
}

Watch::Region* Watch::region_of(const std::byte* address, std::size_t bytes) {
  const auto holds = [&](const Region& region) {
    const Allocation& allocation = region.allocation;
    return address >= allocation.begin && address + bytes <= allocation.begin + allocation.bytes;
  };
  for (Region* region : recent_) {
    if (region && holds(*region)) return region;
  }
  const Allocation allocation = find_allocation(address);
  if (!allocation.begin || address + bytes > allocation.begin + allocation.bytes) return nullptr;
  auto found = regions_.find(allocation.begin);
  if (found == regions_.end()) {
    Region region{allocation, new_cells(allocation.bytes / Shadow::word + 1)};
    found = regions_.emplace(allocation.begin, std::move(region)).first;
  }
  recent_[next_recent_++ % std::size(recent_)] = &found->second;
  return &found->second;
}

bool Watch::no_memory(const Attempt& attempt, const std::byte* address, std::size_t bytes) {
  wrong_ = std::string(verb(attempt.kind)) + " " + std::to_string(bytes) + " bytes" +
           source_line(attempt.instruction) + " ";
  const std::byte* shared_end = here.dynamic_shared + launch_->shared_bytes;
  if (launch_->shared_bytes > 0 && address + bytes > shared_end && address < shared_end + 4096) {
    wrong_ += "beyond the " + std::to_string(launch_->shared_bytes) +
              " bytes of dynamic shared memory that the launch asked for; check the index, or ask "
              "for more";
  } else if (address < reinterpret_cast<const std::byte*>(4096)) {
    wrong_ += "through a null pointer; allocate the memory first, or do not launch for no elements";
  } else {
    wrong_ += describe_address(address, bytes);
  }
  return false;
}

}  // namespace primer::cuda_on_cpu
