// The barrier of a block.
//
// On a GPU a barrier that not all threads reach has no meaning: some cards hang, some let the others pass and go on with
// half the data. Since it may well work on the card at hand, nothing tells that it is wrong. Here all threads have to
// come, and to the same line.

#include "kernels/cuda_on_cpu/worker.hpp"

namespace primer::cuda_on_cpu {
namespace {

const char* function(Barrier kind) {
  switch (kind) {
    case Barrier::plain:
      return "__syncthreads";
    case Barrier::count:
      return "__syncthreads_count";
    case Barrier::all:
      return "__syncthreads_and";
    case Barrier::any:
      return "__syncthreads_or";
  }
  return "";
}

}  // namespace

int wait_at_barrier(Barrier kind, bool predicate, Place place) {
  return Worker::running()->wait_at_barrier(kind, predicate, place);
}

int Worker::wait_at_barrier(Barrier kind, bool predicate, Place place) {
  Thread& self = threads_[current_];
  self.place = place;
  self.function = function(kind);
  if (exited_ > 0) {
    note_exit_before_barrier(current_, last_exited_);
    give_up();
  }

  if (waiting_ == 0) {
    first_waiting_ = current_;
    barrier_ = kind;
    agreeing_ = 0;
  } else if (const Thread& first = threads_[first_waiting_];
             kind != barrier_ || place != first.place) {
    note(std::string("waits at ") + self.function + " (" + to_string(place) + "), but " +
         name(first_waiting_) + " waits at " + first.function + " (" + to_string(first.place) +
         "); every thread of a block has to come to the same barriers in the same order");
    give_up();
  }
  ++waiting_;
  agreeing_ += predicate;

  if (waiting_ < count_) {
    wait(State::at_barrier);
  } else {
    open_barrier();
  }
  return self.verdict;
}

void Worker::open_barrier() {
  int verdict = 0;
  switch (barrier_) {
    case Barrier::plain:
      break;
    case Barrier::count:
      verdict = static_cast<int>(agreeing_);
      break;
    case Barrier::all:
      verdict = agreeing_ == count_;
      break;
    case Barrier::any:
      verdict = agreeing_ > 0;
      break;
  }
  for (unsigned thread = 0; thread < count_; ++thread) {
    threads_[thread].verdict = verdict;
    if (thread != current_) make_ready(thread);
  }
  waiting_ = 0;
}

void Worker::note_exit_before_barrier(unsigned waiting, unsigned gone) {
  note(waiting, std::string("waits at ") + threads_[waiting].function + " (" +
                    to_string(threads_[waiting].place) + "), but " + name(gone) +
                    " has left the kernel; every thread of a block has to come to its barriers, "
                    "also one that has "
                    "nothing to do");
}

}  // namespace primer::cuda_on_cpu
