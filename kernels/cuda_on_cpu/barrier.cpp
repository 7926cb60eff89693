// The barrier of a block.
//
// On a GPU a barrier that not all threads reach has no meaning: some cards hang, some let the others pass and go on with
// half the data. Since it may well work on the card at hand, nothing tells that it is wrong. Here all threads have to
// come, and to the same line.

#include "kernels/cuda_on_cpu/watch.hpp"
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
  const OutsideOfKernel outside;
  return Worker::running()->wait_at_barrier(kind, predicate, place);
}

int Worker::wait_at_barrier(Barrier kind, bool predicate, Place place) {
  if (waiting_ == 0) {
    first_waiting_ = current_;
    barrier_ = kind;
    barrier_place_ = place;
    agreeing_ = 0;
    if (exited_ > 0) note_gone(current_, last_exited_);
  } else if (kind != barrier_ || place != barrier_place_) {
    note(std::string("waits at ") + function(kind) + " (" + to_string(place) + "), but " +
         name(first_waiting_) + " waits at " + function(barrier_) + " (" +
         to_string(barrier_place_) +
         "); every thread of a block has to come to the same barriers in the same order");
  }
  if (!error_.empty()) give_up();

  ++waiting_;
  agreeing_ += predicate;
  if (waiting_ < count_) {
    wait(State::at_barrier);
  } else {
    open_barrier();
  }
  return verdict_;  // the next one is not found before all have taken this
}

void Worker::open_barrier() {
  switch (barrier_) {
    case Barrier::plain:
      break;
    case Barrier::count:
      verdict_ = static_cast<int>(agreeing_);
      break;
    case Barrier::all:
      verdict_ = agreeing_ == count_;
      break;
    case Barrier::any:
      verdict_ = agreeing_ > 0;
      break;
  }
  waiting_ = 0;
  if (launch_->watched) Watch::instance().barrier();
  for (unsigned thread = 0; thread < count_; ++thread) {
    if (thread != current_) make_ready(thread);
  }
}

void Worker::note_gone(unsigned waiting, unsigned gone) {
  note(waiting, std::string("waits at ") + function(barrier_) + " (" + to_string(barrier_place_) +
                    "), but " + name(gone) +
                    " has left the kernel; every thread of a block has to come to its barriers, "
                    "also one that has "
                    "nothing to do");
}

std::string Worker::waits_at(unsigned thread) const {
  if (states_[thread] == State::at_barrier) {
    return std::string("waits at ") + function(barrier_) + " (" + to_string(barrier_place_) + ")";
  }
  const Exchange& exchange = exchanges_[thread];
  return std::string("waits at ") + exchange.function + " (" + to_string(exchange.place) +
         ") for the lanes " + hexadecimal(exchange.mask);
}

}  // namespace primer::cuda_on_cpu
