// Each planted mistake is found, and the message names where it is.

#include "common/testing/catch.hpp"
//
#include <algorithm>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "kernels/cuda_on_cpu/launch.hpp"
#include "kernels/cuda_on_cpu/memory.hpp"
#include "kernels/cuda_on_cpu/testing/mistakes.hpp"

namespace primer::testing {
namespace {

using namespace primer::cuda_on_cpu;  // NOLINT

/// 64 words of device memory, all zero.
class Words {
 public:
  Words() { cudaMemset(memory_, 0, bytes); }
  ~Words() { release(memory_); }
  Words(const Words&) = delete;
  Words& operator=(const Words&) = delete;
  template <class T>
  T* as() const {
    return static_cast<T*>(memory_);
  }

 private:
  static constexpr std::size_t bytes = 256;
  void* memory_ = allocate(bytes);
};

/// " (mistakes.cu:12)", the first line that contains the text, in that kernel if one is named.
std::string at(const std::string& text, const std::string& kernel = "") {
  std::ifstream file(PRIMER_SOURCE_DIR "/kernels/cuda_on_cpu/testing/mistakes.cu");
  std::string line;
  bool in_kernel = kernel.empty();
  for (int number = 1; std::getline(file, line); ++number) {
    in_kernel = in_kernel || line.find("void " + kernel + "(") != std::string::npos;
    if (in_kernel && line.find(text) != std::string::npos)
      return " (mistakes.cu:" + std::to_string(number) + ")";
  }
  return "a line with " + text;
}

template <class T>
std::string message(void (*kernel)(T*)) {
  const Words words;
  try {
    kernel(words.as<T>());
  } catch (const KernelError& error) {
    return error.what();
  }
  return "nothing was found";
}
std::string message(const std::function<void()>& launch) {
  try {
    launch();
  } catch (const KernelError& error) {
    return error.what();
  }
  return "nothing was found";
}

std::string head(const std::string& kernel, unsigned block, unsigned thread) {
  return "kernel " + kernel + ", block (" + std::to_string(block) + ", 0, 0), thread (" +
         std::to_string(thread) + ", 0, 0): ";
}

// What both builds find.
#define CHECK_MESSAGE_IN_BOTH(function, expected)                       \
  CHECK_THAT(message(emulated::function), ContainsSubstring(expected)); \
  CHECK_THAT(message(checked::function), ContainsSubstring(expected))

TEST_CASE("A barrier that some threads never reach is found") {
  CHECK_MESSAGE_IN_BOTH(leaves_before_barrier, head("left_early", 0, 0) + "waits at __syncthreads" +
                                                   at("__syncthreads", "left_early") +
                                                   ", but thread (60, 0, 0) has left the kernel");
  CHECK_MESSAGE_IN_BOTH(leaves_after_others_wait,
                        head("left_late", 0, 0) + "waits at __syncthreads" +
                            at("__syncthreads", "left_late") +
                            ", but thread (63, 0, 0) has left the kernel");
}

TEST_CASE("Threads that wait at two different barriers are found") {
  CHECK_MESSAGE_IN_BOTH(waits_at_two_barriers,
                        head("two_barriers", 0, 32) + "waits at __syncthreads" +
                            at("__syncthreads();  // another", "two_barriers") +
                            ", but thread (0, 0, 0) waits at __syncthreads" +
                            at("__syncthreads", "two_barriers"));
}

TEST_CASE("A shuffle that reads a lane without a value is found") {
  CHECK_MESSAGE_IN_BOTH(reads_lane_that_left, head("shuffle_from_gone", 0, 6) + "__shfl_sync" +
                                                  at("(threadIdx.x + 1) % 32") +
                                                  " reads lane 7, which has left the kernel");
  CHECK_MESSAGE_IN_BOTH(reads_lane_that_is_not_there,
                        head("shuffle_down", 0, 4) + "__shfl_down_sync" + at("__shfl_down_sync") +
                            " reads lane 20, which the last warp of this block does not have");
  CHECK_MESSAGE_IN_BOTH(reads_lane_outside_of_mask,
                        head("shuffle_outside", 0, 0) + "__shfl_sync" + at("threadIdx.x], 20)") +
                            " reads lane 20, which is not in the mask 0x0000ffff");
}

TEST_CASE("A mask that lacks the calling lane is found") {
  CHECK_MESSAGE_IN_BOTH(calls_with_mask_of_others,
                        head("wrong_mask", 0, 16) + "the mask 0x0000ffff of __shfl_xor_sync" +
                            at("__shfl_xor_sync(0x0000ffff") + " lacks the lane that calls, 16");
}

TEST_CASE("Lanes of a mask that come to different calls are found") {
  CHECK_MESSAGE_IN_BOTH(votes_while_others_shuffle,
                        head("vote_or_shuffle", 0, 1) + "waits at __shfl_sync" +
                            at("__shfl_sync(0xffffffff, 1, 0)") +
                            ", but thread (0, 0, 0) waits at __any_sync" + at("__any_sync") +
                            " for the same lanes 0xffffffff");
  CHECK_MESSAGE_IN_BOTH(
      shuffles_while_others_wait,
      "for the lanes 0xffffffff, but of these thread (5, 0, 0) waits at __syncthreads" +
          at("threadIdx.x == 5) __syncthreads"));
  CHECK_MESSAGE_IN_BOTH(
      shuffles_with_different_masks,
      "for the lanes 0xffffffff, but of these thread (16, 0, 0) waits at __shfl_sync" +
          at("__shfl_sync(mask") + " for the lanes 0xffff0001");
}

TEST_CASE("A launch that a GPU would refuse is refused") {
  const auto refused = [](unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by,
                          unsigned bz, Index shared) {
    const std::uint64_t before = launch_count();
    const std::string what = message([=] { emulated::launches(gx, gy, gz, bx, by, bz, shared); });
    CHECK(launch_count() == before);
    return what;
  };
  const std::string begin = "kernel nothing: a GPU refuses this launch: ";
  CHECK_THAT(refused(0, 1, 1, 1, 1, 1, 0),
             ContainsSubstring(begin + "a grid of (0, 1, 1) blocks is empty"));
  CHECK_THAT(refused(1, 1, 1, 1, 0, 1, 0),
             ContainsSubstring(begin + "a block of (1, 0, 1) threads is empty"));
  CHECK_THAT(refused(1, 65536, 1, 1, 1, 1, 0), ContainsSubstring("exceeds 65535 in y or z"));
  CHECK_THAT(refused(1, 1, 65536, 1, 1, 1, 0), ContainsSubstring("exceeds 65535 in y or z"));
  CHECK_THAT(refused(0x80000000, 1, 1, 1, 1, 1, 0), ContainsSubstring("is wider than 2147483647"));
  CHECK_THAT(refused(1, 1, 1, 1025, 1, 1, 0),
             ContainsSubstring("has 1025 of them; a GPU takes at most 1024"));
  CHECK_THAT(refused(1, 1, 1, 32, 33, 1, 0), ContainsSubstring("has 1056 of them"));
  CHECK_THAT(refused(1, 1, 1, 65536, 65536, 1, 0), ContainsSubstring("has 4294967296 of them"));
  CHECK_THAT(refused(1, 1, 1, 1, 1, 65, 0), ContainsSubstring("exceeds 64 in z"));
  CHECK_THAT(refused(1, 1, 1, 1, 1, 1, 65537),
             ContainsSubstring("65537 bytes of dynamic shared memory"));
  CHECK(message([] { emulated::launches(3, 2, 2, 8, 4, 32, 65536); }) == "nothing was found");
}

TEST_CASE("An exception or a trap in a kernel becomes one error") {
  CHECK_MESSAGE_IN_BOTH(throws, head("throwing", 0, 2) + "an exception leaves the kernel: no luck");
  CHECK_MESSAGE_IN_BOTH(traps, head("trapping", 1, 3) + "calls __trap" + at("__trap();"));
}

TEST_CASE("A launch from within a kernel becomes an error") {
  CHECK_MESSAGE_IN_BOTH(launches_from_a_kernel, "kernel nothing: it is launched by a kernel");
}

TEST_CASE("Accesses beyond device memory are found where they are watched") {
  const Words words;
  auto* x = words.as<float>();
  CHECK_THAT(message([=] { checked::writes_beyond_the_end(x, 64); }),
             ContainsSubstring(head("fill", 2, 0) + "writes 4 bytes" + at("x[i] = 1;") +
                               " right beyond the end of an allocation of 256 bytes"));
  CHECK_THAT(message([=] { checked::writes_beyond_the_end(x + 2, 64); }),
             ContainsSubstring(head("fill", 1, 30)));
  CHECK(message([=] { checked::writes_beyond_the_end(x, 63); }) == "nothing was found");
  CHECK_THAT(message([=] { checked::reads_before_the_beginning(x, 64); }),
             ContainsSubstring(head("differences", 0, 0) + "reads 4 bytes" + at("x[i] - x[i - 1]") +
                               " 4 bytes before the beginning of an allocation of 256 bytes"));
  CHECK_THAT(message([=] { checked::reads_unaligned(x); }),
             ContainsSubstring(head("four_at_once", 0, 0) + "takes 16 bytes at once"));
  CHECK(message([=] { checked::reads_unaligned(x + 3); }) == "nothing was found");
}

TEST_CASE("Memory that is freed or no device memory is found where it is watched") {
  float on_host[64] = {};
  CHECK_THAT(message([&] { checked::writes_beyond_the_end(on_host, 63); }),
             ContainsSubstring(head("fill", 0, 0) + "writes 4 bytes" + at("x[i] = 1;") +
                               " that are no device memory"));
  CHECK_THAT(message([] { checked::writes_beyond_the_end(nullptr, 63); }),
             ContainsSubstring("through a null pointer"));
  auto* x = static_cast<float*>(allocate(64 * sizeof(float)));
  checked::writes_beyond_the_end(x, 63);
  release(x);
  CHECK_THAT(message([=] { checked::writes_beyond_the_end(x, 63); }),
             ContainsSubstring(head("fill", 0, 0)) && ContainsSubstring("that has been freed"));
}

TEST_CASE("Shared memory that is read before it is written is found where it is watched") {
  CHECK_THAT(message(checked::reads_shared_never_written),
             ContainsSubstring(head("read_unwritten", 0, 54) + "reads shared memory" +
                               at("= tile[63 - threadIdx.x]") +
                               " that no thread of this block has written"));
  CHECK_THAT(message(checked::reads_dynamic_shared_never_written),
             ContainsSubstring(head("read_dynamic_unwritten", 0, 54) + "reads shared memory"));
  CHECK_THAT(message(checked::reads_what_the_block_before_left),
             ContainsSubstring(head("inherit", 1, 0)));
}

TEST_CASE("Too much shared memory is found where it is watched") {
  CHECK_THAT(message(checked::writes_beyond_dynamic_shared),
             ContainsSubstring(head("beyond_dynamic", 0, 63) + "writes 4 bytes" +
                               at("tile[threadIdx.x + 1]") +
                               " beyond the 256 bytes of dynamic shared memory"));
  CHECK_THAT(message(checked::shares_too_much),
             ContainsSubstring(head("large", 0, 0) +
                               "writes more than 49152 bytes of static shared memory"));
}

TEST_CASE("Data races within a block are found where they are watched") {
  CHECK_THAT(message(checked::reads_neighbour_without_barrier),
             ContainsSubstring(head("neighbour", 0, 0) + "reads shared memory" +
                               at("(threadIdx.x + 63) % 64") +
                               " that no thread of this block has written yet"));
  CHECK_THAT(message(checked::overwrites_what_others_read),
             ContainsSubstring(head("overwrite", 0, 0) + "writes shared memory" +
                               at("tile[threadIdx.x] = next") + " that thread (63, 0, 0) reads" +
                               at("(threadIdx.x + 1) % 64") + ", and no barrier"));
  CHECK_THAT(message(checked::all_write_one_place),
             ContainsSubstring(head("one_place", 0, 1) + "writes shared memory" +
                               at("last = static_cast") + " that thread (0, 0, 0) writes"));
  CHECK_THAT(
      message(checked::halves_tree_without_barrier),
      ContainsSubstring(head("tree", 0, 1) + "writes shared memory" + at("sums[threadIdx.x] +=")));
  CHECK_THAT(message(checked::trusts_the_warp), ContainsSubstring(head("warp_without_sync", 0, 0)));
  CHECK_THAT(message(checked::counts_without_atomics),
             ContainsSubstring(head("count", 0, 4) + "reads device memory" +
                               at("bins[threadIdx.x % 4]") + " that thread (0, 0, 0) writes"));
}

TEST_CASE("A plain access that races with an atomic is found where it is watched") {
  CHECK_THAT(message(checked::writes_what_others_add_to),
             ContainsSubstring(head("write_or_add", 0, 1) + "changes device memory" +
                               at("atomicAdd(x, 1);", "write_or_add") +
                               " that thread (0, 0, 0) writes" + at("x[0] = 1;", "write_or_add")));
}

TEST_CASE("A race for a single byte is told from neighbours in a word where it is watched") {
  CHECK(message(checked::writes_bytes) == "nothing was found");
  CHECK_THAT(
      message(checked::writes_bytes_twice),
      ContainsSubstring(head("bytes", 0, 1) + "writes shared memory" +
                        at("values[threadIdx.x / writers] =") + " that thread (0, 0, 0) writes"));
}

TEST_CASE("A block that reads what another has written needs a fence where it is watched") {
  CHECK(message(checked::reads_behind_a_fence) == "nothing was found");
  CHECK_THAT(message(checked::reads_without_a_fence),
             ContainsSubstring(
                 head("last_block", 3, 0) + "reads device memory" + at("x[32] = x[1]") +
                 " that thread (0, 0, 0) of block (0, 0, 0) writes" + at("x[1 + blockIdx.x] = 1")));
}

TEST_CASE("Data races between blocks are found where they are watched") {
  CHECK_THAT(message(checked::sums_across_blocks),
             ContainsSubstring(head("sum", 1, 0) + "reads device memory" + at("x[0] = x[0] + 1") +
                               " that thread (0, 0, 0) of block (0, 0, 0) writes") &&
                 ContainsSubstring("nothing orders blocks"));
}

TEST_CASE("A shuffled order shows what depends on the order") {
  const auto last = [](std::uint64_t seed) {
    const Words words;
    set_order({.seed = seed});
    checked::depends_on_order(
        words.as<int>());  // one thread of the system, so that only the order counts
    set_order({});
    return *words.as<int>();
  };
  CHECK(last(0) == 63);
  CHECK(last(0) == 63);
  int different = 0;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) different += last(seed) != 63;
  CHECK(different >= 6);
}

TEST_CASE("A shuffled order does not depend on what was launched before it was asked for") {
  const Words words;
  const auto orders = [&] {
    set_order({.seed = 5});
    std::vector<int> last;
    for (int i = 0; i < 4; ++i) {
      checked::depends_on_order(words.as<int>());
      last.push_back(*words.as<int>());
    }
    set_order({});
    return last;
  };
  const std::vector<int> first = orders();
  CHECK(std::ranges::count(first, first[0]) < 4);  // each launch has another one
  emulated::launches(1, 1, 1, 1, 1, 1, 0);
  CHECK(orders() == first);
}

TEST_CASE("After a mistake the next launch is as good as new") {
  for (int round = 0; round < 3; ++round) {
    CHECK(message(emulated::waits_at_two_barriers) != "nothing was found");
    CHECK(message(emulated::votes_while_others_shuffle) != "nothing was found");
    CHECK(message(emulated::overwrites_what_others_read) == "nothing was found");
  }
}

}  // namespace
}  // namespace primer::testing
