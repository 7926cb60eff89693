#pragma once
// The runtime's inside: a worker is a thread of the operating system that runs blocks, one after the other.
//
// A GPU runs the threads of a block at the same time, in warps of 32. A worker runs them one after another, each as far
// as it gets. A thread that comes to a barrier, or to something its warp does together, is left there, on its fibre,
// until the others have come. One that never waits costs a call: it runs on the fibre on which the one before it ended.
//
// All rules of waiting are kept here, so this is also where it shows when a kernel breaks them.

#include <array>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "kernels/cuda_on_cpu/fibre.hpp"
#include "kernels/cuda_on_cpu/launch.hpp"
#include "kernels/cuda_on_cpu/sync.hpp"
#include "kernels/cuda_on_cpu/warp.hpp"

namespace primer::cuda_on_cpu {

inline constexpr unsigned lanes = 32;           ///< threads in a warp
inline constexpr unsigned most_threads = 1024;  ///< in a block

/// What a thread that has begun is doing: it runs, could go on, or waits.
enum class State : std::uint8_t { running, ready, at_barrier, in_warp };

/// What a thread has brought to its warp, and what it gets.
struct Exchange {
  unsigned mask = 0;          ///< the lanes that take part, a bit each
  const char* function = "";  ///< of CUDA, which the thread has called
  Place place;                ///< where it has called it
  Contribution mine{};        ///< what it has brought
  std::uint64_t result = 0;   ///< what it gets, when all have come
};

/// Lanes of a warp, a bit each.
struct Warp {
  unsigned exist = 0,  ///< those that the block has; its last warp may lack some
      exited = 0,      ///< those that have left the kernel
      waiting = 0;     ///< those that have come to a call that waits for others
};

/// While it lives, the runtime is at work and not the kernel that called it, so nobody watches.
class OutsideOfKernel {
 public:
  OutsideOfKernel() { here.watched = false; }
  ~OutsideOfKernel();
  OutsideOfKernel(const OutsideOfKernel&) = delete;
  OutsideOfKernel& operator=(const OutsideOfKernel&) = delete;
};

/// Runs the threads of a block in turns, on the thread of the operating system to which it belongs.
class Worker {
 public:
  Worker() = default;
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// The one of this thread of the operating system.
  static Worker& mine();
  /// The one that runs a kernel at the moment; null outside of kernels.
  static Worker* running();

  /// Runs a block to its end. Returns what went wrong in it, or nothing.
  std::string run_block(const Launch& launch, uint3 block, std::uint64_t seed);

  /// What the function of this name in sync.hpp does, for the thread that is running.
  int wait_at_barrier(Barrier kind, bool predicate, Place place);
  /// What the function of this name in warp.hpp does, for the thread that is running.
  std::uint64_t together(unsigned mask, const Contribution& mine, const char* function,
                         Place place);
  /// The thread that is running, by its number in the block.
  unsigned current() const { return current_; }
  /// The lane that the thread that is running has in its warp, 0 … 31.
  unsigned lane() const { return current_ % lanes; }
  /// Whether the kernel was built to be checked. Only while a block runs.
  bool watched() const { return launch_->watched; }

  /// Notes what a thread does wrong; the first such note is the block's error. give_up() has to follow, which does not
  /// return. (Two steps, because what still lives in the caller when it gives up is never destroyed.)
  void note(unsigned thread, const std::string& what);
  /// The same of the thread that is running.
  void note(const std::string& what) { note(current_, what); }
  /// Leaves the kernel for good: run_block() goes on, and returns what was noted.
  [[noreturn]] void give_up();

  /// "kernel f, block (1, 0, 0), thread (3, 0, 0)".
  std::string position(unsigned thread) const;
  /// The same of the thread that is running.
  std::string position() const { return position(current_); }
  /// "thread (3, 0, 0)".
  std::string name(unsigned thread) const;
  /// Whether an address lies in the stack of the thread that is running.
  bool on_stack(const void* address) const;
  /// Whether an address lies in the guard below that stack: what a thread reaches that needs more.
  bool stack_overflowed(const void* address) const;

 private:
  // worker.cpp: who runs next.
  void begin_block(const Launch& launch, uint3 block, std::uint64_t seed);
  void end_block();
  static void fibre_body(void* worker);
  void run_thread(unsigned thread);
  void wait(State state);
  void go_on();
  Fibre& choose();
  Fibre& idle_fibre();
  bool one_should_start();
  unsigned next_unstarted();
  unsigned next_ready();
  bool is_ready() const { return next_ready_ < ready_.size(); }
  void make_ready(unsigned thread);

  // barrier.cpp, together.cpp: what they wait for.
  void open_barrier();
  void note_gone(unsigned waiting, unsigned gone);
  bool all_arrived(unsigned warp, unsigned mask) const;
  bool finish_together(unsigned warp, unsigned mask);
  bool give_shuffled(unsigned warp, unsigned mask, unsigned active);
  bool same_call(unsigned warp, unsigned mask, unsigned active);
  void after_exit(unsigned thread);
  void note_stuck();

  uint3 index_of(unsigned thread) const;
  std::string waits_at(unsigned thread) const;

  std::vector<std::unique_ptr<Fibre>> fibres_;
  std::vector<Fibre*> idle_;
  Fibre outside_;           // where run_block() was called
  Fibre* fibre_ = nullptr;  // the one that is running
  unsigned current_ = 0;    // and the CUDA thread on it

  std::array<State, most_threads> states_{};
  std::array<Fibre*, most_threads> fibre_of_{};  // of those that are not running
  std::array<Exchange, most_threads> exchanges_;
  std::array<Warp, most_threads / lanes> warps_;
  std::vector<unsigned> unstarted_;  // in the order of starting, the next one last
  std::vector<unsigned> ready_;      // a queue: ready_[next_ready_] is the next
  std::size_t next_ready_ = 0;

  const Launch* launch_ = nullptr;
  unsigned count_ = 0;  // threads in the block
  unsigned exited_ = 0, last_exited_ = 0;
  std::byte* dynamic_shared_ = nullptr;
  std::size_t dynamic_shared_bytes_ = 0;
  std::string error_;
  bool shuffled_ = false;
  std::minstd_rand random_;

  // The barrier that threads are waiting at, and what the last one answered.
  unsigned waiting_ = 0, first_waiting_ = 0, agreeing_ = 0;
  Barrier barrier_ = Barrier::plain;
  Place barrier_place_;
  int verdict_ = 0;
};

/// "sum.cu:12".
std::string to_string(Place place);
/// "(3, 0, 0)".
std::string to_string(uint3 index);
/// "0x0000ffff".
std::string hexadecimal(unsigned mask);

}  // namespace primer::cuda_on_cpu
