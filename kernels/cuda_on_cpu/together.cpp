// What the lanes of a warp do together.
//
// A GPU's warp has one instruction for a shuffle, and each lane that executes it gets the value another put in. Here the
// lanes come one at a time. Each leaves what it brought, and the last to come works out what everyone gets.

#include <bit>
#include <cstring>

#include "kernels/cuda_on_cpu/watch.hpp"
#include "kernels/cuda_on_cpu/worker.hpp"

namespace primer::cuda_on_cpu {
namespace {

/// action(lane) for each bit that is set.
template <class Action>
void for_each_lane(unsigned set, const Action& action) {
  for (; set != 0; set &= set - 1) action(static_cast<unsigned>(std::countr_zero(set)));
}

}  // namespace

std::uint64_t together(unsigned mask, const Contribution& mine, const char* function, Place place) {
  const OutsideOfKernel outside;
  return Worker::running()->together(mask, mine, function, place);
}

int lane_index() { return static_cast<int>(Worker::running()->lane()); }

std::uint64_t Worker::together(unsigned mask, const Contribution& mine, const char* function,
                               Place place) {
  if ((mask >> lane() & 1) == 0) {
    note(std::string("the mask ") + hexadecimal(mask) + " of " + function + " (" +
         to_string(place) + ") lacks the lane that calls, " + std::to_string(lane()) +
         "; a lane takes part where the mask names it, and only there");
    give_up();
  }
  Exchange& self = exchanges_[current_];
  self = {mask, function, place, mine, 0};
  const unsigned warp = current_ / lanes;
  warps_[warp].waiting |= 1u << lane();
  if (!all_arrived(warp, mask)) {
    wait(State::in_warp);
  } else if (!finish_together(warp, mask)) {
    give_up();
  }
  return self.result;
}

// Lanes that have left the kernel, or that a block's last warp does not have, are not waited for.
bool Worker::all_arrived(unsigned warp, unsigned mask) const {
  const unsigned expected = mask & warps_[warp].exist & ~warps_[warp].exited;
  if ((expected & ~warps_[warp].waiting) != 0) return false;
  bool same_mask = true;
  for_each_lane(expected, [&](unsigned lane) {
    same_mask = same_mask && exchanges_[warp * lanes + lane].mask == mask;
  });
  return same_mask;
}

// Works out what everyone gets. False when they have done something wrong.
bool Worker::finish_together(unsigned warp, unsigned mask) {
  const unsigned active = mask & warps_[warp].exist & ~warps_[warp].exited;
  if (!same_call(warp, mask, active)) return false;
  const auto exchange = exchanges_.begin() + warp * lanes;
  const Contribution& first = exchange[std::countr_zero(active)].mine;

  switch (first.operation) {
    case Together::sync:
      if (launch_->watched) Watch::instance().sync_lanes(warp, active);
      break;
    case Together::shuffle:
      if (!give_shuffled(warp, mask, active)) return false;
      break;
    case Together::ballot: {
      unsigned votes = 0;
      for_each_lane(active, [&](unsigned lane) {
        if (exchange[lane].mine.value != 0) votes |= 1u << lane;
      });
      for_each_lane(active, [&](unsigned lane) { exchange[lane].result = votes; });
      break;
    }
    case Together::match:
      for_each_lane(active, [&](unsigned lane) {
        for_each_lane(active, [&](unsigned other) {
          if (exchange[other].mine.value == exchange[lane].mine.value) {
            exchange[lane].result |= 1u << other;
          }
        });
      });
      break;
    case Together::match_all: {
      bool equal = true;
      for_each_lane(active,
                    [&](unsigned lane) { equal &= exchange[lane].mine.value == first.value; });
      for_each_lane(active, [&](unsigned lane) { exchange[lane].result = equal ? mask : 0; });
      break;
    }
    case Together::reduce: {
      std::uint64_t value = first.value;
      for_each_lane(active & (active - 1), [&](unsigned lane) {
        value = first.combine(value, exchange[lane].mine.value);
      });
      for_each_lane(active, [&](unsigned lane) { exchange[lane].result = value; });
      break;
    }
  }

  warps_[warp].waiting &= ~active;
  for_each_lane(active, [&](unsigned lane) {
    if (states_[warp * lanes + lane] == State::in_warp) make_ready(warp * lanes + lane);
  });
  return true;
}

bool Worker::same_call(unsigned warp, unsigned mask, unsigned active) {
  const unsigned first_thread = warp * lanes + static_cast<unsigned>(std::countr_zero(active));
  const Exchange& first = exchanges_[first_thread];
  for_each_lane(active, [&](unsigned lane) {
    const unsigned thread = warp * lanes + lane;
    const Exchange& self = exchanges_[thread];
    if (std::strcmp(self.function, first.function) == 0 && self.place == first.place) return;
    note(thread, std::string("waits at ") + self.function + " (" + to_string(self.place) +
                     "), but " + name(first_thread) + " waits at " + first.function + " (" +
                     to_string(first.place) + ") for the same lanes " + hexadecimal(mask) +
                     "; all lanes of a mask have to come to the same call");
  });
  return error_.empty();
}

bool Worker::give_shuffled(unsigned warp, unsigned mask, unsigned active) {
  const auto bit = [](unsigned set, int lane) { return (set >> lane & 1) != 0; };
  for_each_lane(active, [&](unsigned lane) {
    const unsigned thread = warp * lanes + lane;
    Exchange& self = exchanges_[thread];
    const int source = self.mine.source;
    const bool valid = source >= 0 && source < static_cast<int>(lanes);
    if (valid && bit(active, source)) {
      self.result = exchanges_[warp * lanes + static_cast<unsigned>(source)].mine.value;
      return;
    }
    std::string why = "which has left the kernel";
    if (!valid) {
      why = "which no warp has";
    } else if (!bit(warps_[warp].exist, source)) {
      why = "which the last warp of this block does not have";
    } else if (!bit(mask, source)) {
      why = "which is not in the mask " + hexadecimal(mask);
    }
    note(thread, std::string(self.function) + " (" + to_string(self.place) + ") reads lane " +
                     std::to_string(source) + ", " + why +
                     "; a lane that does not take part has no value to give");
  });
  return error_.empty();
}

// Those who wait may have waited for this thread alone.
void Worker::after_exit(unsigned thread) {
  if (waiting_ > 0) {
    note_gone(first_waiting_, thread);
    return;
  }
  const unsigned warp = thread / lanes;
  for (unsigned rest = warps_[warp].waiting; rest != 0;) {
    const unsigned mask =
        exchanges_[warp * lanes + static_cast<unsigned>(std::countr_zero(rest))].mask;
    if (all_arrived(warp, mask) && !finish_together(warp, mask)) return;
    rest &= ~mask;
  }
}

// Nobody can go on: some lane waits for another of its mask, and that one waits elsewhere.
void Worker::note_stuck() {
  for (unsigned thread = 0; thread < count_; ++thread) {
    if (states_[thread] != State::in_warp) continue;
    const unsigned warp = thread / lanes;
    const unsigned mask = exchanges_[thread].mask;
    for_each_lane(mask & warps_[warp].exist & ~warps_[warp].exited, [&](unsigned lane) {
      const unsigned other = warp * lanes + lane;
      if (states_[other] == State::in_warp && exchanges_[other].mask == mask) return;
      note(thread, waits_at(thread) + ", but of these " + name(other) + " " + waits_at(other) +
                       "; all lanes of a mask have to come to the same call");
    });
  }
}

}  // namespace primer::cuda_on_cpu
