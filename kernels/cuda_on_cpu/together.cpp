// What the lanes of a warp do together.
//
// A GPU's warp has one instruction for a shuffle, and each lane that executes it gets the value another put in. Here the
// lanes come one at a time. Each leaves what it brought, and the last to come works out what everyone gets.

#include <bit>

#include "kernels/cuda_on_cpu/worker.hpp"

namespace primer::cuda_on_cpu {

std::uint64_t together(unsigned mask, const Contribution& mine, const char* function, Place place) {
  return Worker::running()->together(mask, mine, function, place);
}

int lane_index() { return static_cast<int>(Worker::running()->lane()); }

std::uint64_t Worker::together(unsigned mask, const Contribution& mine, const char* function,
                               Place place) {
  Thread& self = threads_[current_];
  const unsigned warp = current_ / lanes;
  self.place = place;
  self.function = function;
  self.mask = mask;
  self.mine = mine;
  if ((mask >> lane() & 1) == 0) {
    note(std::string("the mask ") + hexadecimal(mask) + " of " + function + " (" +
         to_string(place) + ") lacks the lane that calls, " + std::to_string(lane()) +
         "; a lane may only take part where the mask names it");
    give_up();
  }

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
  const Warp& w = warps_[warp];
  const unsigned expected = mask & w.exist & ~w.exited;
  if ((expected & ~w.waiting) != 0) return false;
  for (unsigned rest = expected; rest != 0; rest &= rest - 1) {
    if (threads_[warp * lanes + static_cast<unsigned>(std::countr_zero(rest))].mask != mask) {
      return false;
    }
  }
  return true;
}

bool Worker::finish_together(unsigned warp, unsigned mask) {
  const unsigned first_thread = warp * lanes;
  const unsigned active = mask & warps_[warp].exist & ~warps_[warp].exited;
  const auto for_each_lane = [&](auto&& action) {
    for (unsigned rest = active; rest != 0; rest &= rest - 1) {
      action(static_cast<unsigned>(std::countr_zero(rest)));
    }
  };
  const unsigned first_lane = static_cast<unsigned>(std::countr_zero(active));
  const Thread& first = threads_[first_thread + first_lane];

  // All have to be at the same call.
  for_each_lane([&](unsigned lane) {
    const Thread& thread = threads_[first_thread + lane];
    if (thread.function == first.function && thread.place == first.place) return;
    note(first_thread + lane,
         std::string("waits at ") + thread.function + " (" + to_string(thread.place) + "), but " +
             name(first_thread + first_lane) + " waits at " + first.function + " (" +
             to_string(first.place) + ") for the same lanes " + hexadecimal(mask) +
             "; all lanes of a mask have to come to the same call");
  });
  if (!error_.empty()) return false;

  switch (first.mine.operation) {
    case Together::sync:
      break;
    case Together::shuffle:
      if (!give_shuffled(warp, mask, active)) return false;
      break;
    case Together::ballot: {
      unsigned votes = 0;
      for_each_lane([&](unsigned lane) {
        if (threads_[first_thread + lane].mine.value != 0) votes |= 1u << lane;
      });
      for_each_lane([&](unsigned lane) { threads_[first_thread + lane].result = votes; });
      break;
    }
    case Together::match:
      for_each_lane([&](unsigned lane) {
        unsigned equal = 0;
        for_each_lane([&](unsigned other) {
          if (threads_[first_thread + other].mine.value ==
              threads_[first_thread + lane].mine.value) {
            equal |= 1u << other;
          }
        });
        threads_[first_thread + lane].result = equal;
      });
      break;
    case Together::reduce: {
      std::uint64_t value = first.mine.value;
      for_each_lane([&](unsigned lane) {
        if (lane != first_lane)
          value = first.mine.combine(value, threads_[first_thread + lane].mine.value);
      });
      for_each_lane([&](unsigned lane) { threads_[first_thread + lane].result = value; });
      break;
    }
  }

  warps_[warp].waiting &= ~active;
  for_each_lane([&](unsigned lane) {
    if (threads_[first_thread + lane].state == State::in_warp) make_ready(first_thread + lane);
  });
  return true;
}

bool Worker::give_shuffled(unsigned warp, unsigned mask, unsigned active) {
  for (unsigned rest = active; rest != 0; rest &= rest - 1) {
    const unsigned thread = warp * lanes + static_cast<unsigned>(std::countr_zero(rest));
    Thread& self = threads_[thread];
    const int source = self.mine.source;
    if (source >= 0 && source < static_cast<int>(lanes) && (active >> source & 1) != 0) {
      self.result = threads_[warp * lanes + static_cast<unsigned>(source)].mine.value;
      continue;
    }
    const bool in_warp = source >= 0 && source < static_cast<int>(lanes);
    const char* why = !in_warp ? "which no warp has"
                      : (warps_[warp].exist >> source & 1) == 0
                          ? "which this block's last warp does not have"
                      : (mask >> source & 1) == 0 ? "which is not in its mask "
                                                  : "which has left the kernel";
    note(thread,
         std::string(self.function) + " (" + to_string(self.place) + ") reads lane " +
             std::to_string(source) + ", " + why +
             (in_warp && (warps_[warp].exist >> source & 1) != 0 && (mask >> source & 1) == 0
                  ? hexadecimal(mask)
                  : "") +
             "; a lane that does not take part has no value");
    return false;
  }
  return true;
}

// Those who wait may have waited for this thread only.
void Worker::after_exit(unsigned thread) {
  if (waiting_ > 0) {
    note_exit_before_barrier(first_waiting_, thread);
    return;
  }
  const unsigned warp = thread / lanes;
  warps_[warp].exited |= 1u << thread % lanes;
  for (unsigned rest = warps_[warp].waiting; rest != 0;) {
    const unsigned mask =
        threads_[warp * lanes + static_cast<unsigned>(std::countr_zero(rest))].mask;
    if (all_arrived(warp, mask) && !finish_together(warp, mask)) return;
    rest &= ~mask;
  }
}

// Nobody can go on: some lane waits for another of its mask, and that one waits elsewhere.
void Worker::note_stuck() {
  for (unsigned thread = 0; thread < count_; ++thread) {
    const Thread& self = threads_[thread];
    if (self.state != State::in_warp) continue;
    for (unsigned lane = 0; lane < lanes; ++lane) {
      const unsigned other_thread = thread / lanes * lanes + lane;
      if ((self.mask >> lane & 1) == 0 || other_thread >= count_) continue;
      const Thread& other = threads_[other_thread];
      const bool in_warp = other.state == State::in_warp;
      if (other.state == State::exited || (in_warp && other.mask == self.mask)) continue;
      note(thread, std::string("waits at ") + self.function + " (" + to_string(self.place) +
                       ") for the lanes " + hexadecimal(self.mask) + ", but of these " +
                       name(other_thread) + " waits at " + other.function + " (" +
                       to_string(other.place) + ")" +
                       (in_warp ? " for the lanes " + hexadecimal(other.mask) : "") +
                       "; all lanes of a mask have to come to the same call");
      return;
    }
  }
  note(first_waiting_, "waits for ever");
}

}  // namespace primer::cuda_on_cpu
