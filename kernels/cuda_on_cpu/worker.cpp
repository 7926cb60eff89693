#include "kernels/cuda_on_cpu/worker.hpp"

#include <algorithm>
#include <cstring>
#include <exception>
#include <new>
#include <utility>

#include "kernels/cuda_on_cpu/watch.hpp"

namespace primer::cuda_on_cpu {
namespace {

thread_local Worker* running_worker = nullptr;

constexpr std::align_val_t shared_alignment{16};

}  // namespace

OutsideOfKernel::~OutsideOfKernel() { here.watched = running_worker->watched(); }

Worker& Worker::mine() {
  static thread_local const std::unique_ptr<Worker> worker = std::make_unique<Worker>();
  return *worker;
}

Worker* Worker::running() { return running_worker; }

Worker::~Worker() { ::operator delete(dynamic_shared_, shared_alignment); }

std::string Worker::run_block(const Launch& launch, uint3 block, std::uint64_t seed) {
  begin_block(launch, block, seed);
  fibre_ = &idle_fibre();
  Fibre::go(outside_, *fibre_);
  end_block();
  return std::exchange(error_, {});
}

void Worker::begin_block(const Launch& launch, uint3 block, std::uint64_t seed) {
  launch_ = &launch;
  count_ = launch.block.x * launch.block.y * launch.block.z;
  exited_ = waiting_ = 0;
  ready_.clear();
  next_ready_ = 0;
  for (unsigned w = 0; w * lanes < count_; ++w) {
    const unsigned here_ = std::min(lanes, count_ - w * lanes);
    warps_[w] = {.exist = 0xffffffff >> (lanes - here_)};
  }
  unstarted_.resize(count_);
  for (unsigned i = 0; i < count_; ++i) unstarted_[i] = count_ - 1 - i;
  shuffled_ = seed != 0;
  if (shuffled_) {
    random_.seed(static_cast<unsigned>(seed ^ seed >> 32));
    std::ranges::shuffle(unstarted_, random_);
  }

  if (dynamic_shared_bytes_ != launch.shared_bytes) {
    ::operator delete(dynamic_shared_, shared_alignment);
    dynamic_shared_ = nullptr;
    dynamic_shared_bytes_ = 0;
    dynamic_shared_ =
        static_cast<std::byte*>(::operator new(launch.shared_bytes, shared_alignment));
    dynamic_shared_bytes_ = launch.shared_bytes;
  }
  // Who reads what nobody wrote shall notice: all ones is a float that is not a number.
  if (launch.shared_bytes > 0) std::memset(dynamic_shared_, 0xff, launch.shared_bytes);

  here.block = block;
  here.block_size = launch.block;
  here.grid_size = launch.grid;
  here.dynamic_shared = dynamic_shared_;
  running_worker = this;
  if (launch.watched) Watch::instance().begin_block(*this, block, count_);
}

void Worker::end_block() {
  running_worker = nullptr;
  if (error_.empty()) return;
  // Threads that are in the middle of something are dropped where they stand.
  idle_.clear();
  for (const auto& fibre : fibres_) {
    fibre->restart();
    idle_.push_back(fibre.get());
  }
  states_.fill(State::running);
}

// Which thread goes on is a matter of taste. In ascending order those that are ready go before those that have not begun,
// so that few fibres are needed and what they touched last is still in the cache.
bool Worker::one_should_start() {
  if (unstarted_.empty()) return false;
  if (!is_ready()) return true;
  return shuffled_ &&
         random_() % (unstarted_.size() + ready_.size() - next_ready_) < unstarted_.size();
}

unsigned Worker::next_unstarted() {
  const unsigned thread = unstarted_.back();
  unstarted_.pop_back();
  return thread;
}

unsigned Worker::next_ready() {
  if (shuffled_) {
    std::swap(ready_[next_ready_], ready_[next_ready_ + random_() % (ready_.size() - next_ready_)]);
  }
  const unsigned thread = ready_[next_ready_++];
  if (next_ready_ == ready_.size()) {
    ready_.clear();
    next_ready_ = 0;
  }
  return thread;
}

void Worker::make_ready(unsigned thread) {
  states_[thread] = State::ready;
  ready_.push_back(thread);
}

Fibre& Worker::idle_fibre() {
  if (idle_.empty()) {
    fibres_.push_back(std::make_unique<Fibre>(fibre_body, this, fibres_.size()));
    return *fibres_.back();
  }
  Fibre* fibre = idle_.back();
  idle_.pop_back();
  return *fibre;
}

// A fibre runs one thread after the other. While none has to wait, this loop is all there is.
void Worker::fibre_body(void* argument) {
  Worker& worker = *static_cast<Worker*>(argument);
  for (;;) {
    while (worker.one_should_start()) worker.run_thread(worker.next_unstarted());
    worker.idle_.push_back(worker.fibre_);
    worker.go_on();
  }
}

void Worker::run_thread(unsigned thread) {
  current_ = thread;
  here.thread = index_of(thread);
  try {
    here.watched = launch_->watched;
    launch_->call(launch_->arguments);
    here.watched = false;
    ++exited_;
    last_exited_ = current_;
    Warp& warp = warps_[current_ / lanes];
    warp.exited |= 1u << lane();
    if (waiting_ > 0 || warp.waiting != 0) after_exit(current_);
    if (error_.empty()) return;
  } catch (const std::exception& thrown) {
    here.watched = false;
    note(std::string("an exception leaves the kernel: ") + thrown.what() +
         "; kernels on a GPU cannot throw");
  } catch (...) {
    here.watched = false;
    note("an exception leaves the kernel; kernels on a GPU cannot throw");
  }
  give_up();
}

void Worker::wait(State state) {
  const unsigned self = current_;
  states_[self] = state;
  fibre_of_[self] = fibre_;
  go_on();
  states_[self] = State::running;
  here.thread = index_of(self);
}

// Leaves the running fibre for the next one. Returns when its turn comes again.
void Worker::go_on() {
  Fibre& from = *fibre_;
  Fibre& to = choose();
  if (&from == &to) return;
  if (&to != &outside_) fibre_ = &to;
  Fibre::go(from, to);
}

Fibre& Worker::choose() {
  if (!error_.empty() || exited_ == count_) return outside_;
  if (one_should_start()) return idle_fibre();
  if (is_ready()) {
    current_ = next_ready();
    return *fibre_of_[current_];
  }
  note_stuck();
  return outside_;
}

void Worker::note(unsigned thread, const std::string& what) {
  if (error_.empty()) error_ = position(thread) + ": " + what;
}

void Worker::give_up() {
  Fibre::go(*fibre_, outside_);
  std::terminate();  // nobody comes back
}

bool Worker::on_stack(const void* address) const { return fibre_ && fibre_->on_stack(address); }
bool Worker::stack_overflowed(const void* address) const {
  return fibre_ && fibre_->in_guard(address);
}

uint3 Worker::index_of(unsigned thread) const {
  const dim3& size = launch_->block;
  if (size.y == 1 && size.z == 1) return {thread, 0, 0};
  return {thread % size.x, thread / size.x % size.y, thread / size.x / size.y};
}

std::string Worker::name(unsigned thread) const { return "thread " + to_string(index_of(thread)); }

std::string Worker::position(unsigned thread) const {
  return "kernel " + kernel_name(*launch_) + ", block " + to_string(here.block) + ", " +
         name(thread);
}

std::string to_string(Place place) {
  const char* slash = std::strrchr(place.file, '/');
  return (slash ? slash + 1 : place.file) + (":" + std::to_string(place.line));
}

std::string to_string(uint3 index) {
  return "(" + std::to_string(index.x) + ", " + std::to_string(index.y) + ", " +
         std::to_string(index.z) + ")";
}

std::string hexadecimal(unsigned mask) {
  std::string digits = "0x";
  for (int shift = 28; shift >= 0; shift -= 4) digits += "0123456789abcdef"[mask >> shift & 15];
  return digits;
}

}  // namespace primer::cuda_on_cpu
