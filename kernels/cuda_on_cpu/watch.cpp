#include "kernels/cuda_on_cpu/watch.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>

#include "kernels/cuda_on_cpu/worker.hpp"

namespace primer::cuda_on_cpu {
namespace {

constexpr std::size_t most_static_shared_bytes = 48 * 1024;
constexpr std::size_t word = 4;

/// Cells that cost nothing before they are touched.
std::unique_ptr<Cell[], void (*)(void*)> new_cells(std::size_t count) {
  auto* cells = static_cast<Cell*>(std::calloc(std::max<std::size_t>(count, 1), sizeof(Cell)));
  if (!cells) throw std::bad_alloc();
  return {cells, std::free};
}

const char* verb(Access kind) {
  return kind == Access::read ? "reads" : kind == Access::write ? "writes" : "changes atomically";
}

std::string bytes_of(std::size_t bytes) { return std::to_string(bytes) + " bytes"; }

}  // namespace

Watch& Watch::instance() {
  static Watch* watch = new Watch;
  return *watch;
}

void Watch::begin_launch(const Launch& launch) {
  launch_ = &launch;
  image_ = program_image();
  if (!static_cells_) {
    static_cells_ = new_cells(image_.thread_local_bytes);
    dynamic_cells_ = new_cells(most_shared_bytes);
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

std::string Watch::access(unsigned thread, const void* where, std::size_t bytes, Access kind,
                          const void* instruction) {
  const auto* address = static_cast<const std::byte*>(where);
  const auto within = [&](const void* begin, std::size_t size) {
    const auto* first = static_cast<const std::byte*>(begin);
    return address >= first && address + bytes <= first + size;
  };
  // A thread's own variables, and the kernel's arguments.
  if (worker_->on_stack(address) || within(&here, sizeof here)) return {};
  if (within(launch_->arguments, launch_->arguments_bytes)) return {};

  if (within(here.dynamic_shared, launch_->shared_bytes)) {
    return check_shared(thread,
                        &dynamic_cells_[static_cast<std::size_t>(address - here.dynamic_shared)],
                        bytes, kind, instruction);
  }
  if (within(image_.thread_local_begin, image_.thread_local_bytes)) {
    return check_shared(
        thread, &static_cells_[static_cast<std::size_t>(address - image_.thread_local_begin)],
        bytes, kind, instruction);
  }
  if (within(image_.begin, static_cast<std::size_t>(image_.end - image_.begin))) return {};
  return check_device(thread, address, bytes, kind, instruction);
}

std::string Watch::check_shared(unsigned thread, Cell* cells, std::size_t bytes, Access kind,
                                const void* instruction) {
  for (std::size_t i = 0; i < bytes; ++i) {
    Cell& cell = cells[i];
    const std::uint32_t block_began = blocks_.back().first_epoch;
    if (cell.written.when.epoch < block_began) {
      if (kind != Access::write) {
        return std::string(verb(kind)) + " " + bytes_of(bytes) + " of shared memory" +
               source_line(instruction) +
               " that no thread of this block has written yet; write it first, with a barrier in "
               "between";
      }
      cell = {};  // what other blocks did there is of no concern
      const bool is_static =
          &cell >= static_cells_.get() && &cell < static_cells_.get() + image_.thread_local_bytes;
      if (is_static && ++static_bytes_ > most_static_shared_bytes) {
        return "writes more than 49152 bytes of static shared memory, which is what a GPU has for "
               "a block; dynamic "
               "shared memory may be larger";
      }
    }
    if (std::string what = check_race(thread, cell, kind, instruction, "shared memory");
        !what.empty()) {
      return what;
    }
  }
  return {};
}

std::string Watch::check_device(unsigned thread, const std::byte* address, std::size_t bytes,
                                Access kind, const void* instruction) {
  Region* region = region_of(address, bytes);
  if (!region) return no_memory(address, bytes, kind, instruction);
  const auto offset = static_cast<std::size_t>(address - region->allocation.begin);
  if (bytes % word != 0 || offset % word != 0) return {};  // the cells are too coarse for these
  for (std::size_t i = 0; i < bytes / word; ++i) {
    Cell& cell = region->cells[offset / word + i];
    if (std::string what = check_race(thread, cell, kind, instruction, "device memory");
        !what.empty()) {
      return what;
    }
  }
  return {};
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
    Region region{allocation, new_cells((allocation.bytes + word - 1) / word)};
    found = regions_.emplace(allocation.begin, std::move(region)).first;
  }
  recent_[next_recent_++ % std::size(recent_)] = &found->second;
  return &found->second;
}

std::string Watch::no_memory(const std::byte* address, std::size_t bytes, Access kind,
                             const void* instruction) const {
  const std::string access =
      std::string(verb(kind)) + " " + bytes_of(bytes) + source_line(instruction);
  const std::byte* shared_end = here.dynamic_shared + launch_->shared_bytes;
  if (launch_->shared_bytes > 0 && address + bytes > shared_end && address < shared_end + 4096) {
    return access + " beyond the " + bytes_of(launch_->shared_bytes) +
           " of dynamic shared memory that the launch asked for; check the index, or ask for more";
  }
  if (address < reinterpret_cast<const std::byte*>(4096)) {
    return access +
           " through a null pointer; allocate the memory first, or do not launch for no elements";
  }
  return access + " " + describe_address(address, bytes);
}

}  // namespace primer::cuda_on_cpu
