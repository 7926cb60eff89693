#pragma once
// Measuring. A benchmark prints GFLOP/s or GB/s and the fraction of this machine's peak, which is measured in the same
// run. The virtual cores of cloud machines sometimes share one real core, so a figure is the median over many windows, and
// a peak the best of them. An operation is measured on the CPU and, where there is one, on a GPU:
//
//   for (const auto& sgd : measured(PRIMER_EXECUTIONS(sgd))) {
//     Array w(sgd.where, …), g(sgd.where, …);
//     report_bytes(sgd.where, "sgd", 12 * n, [&] { sgd.function(w.data(), g.data(), nullptr, n, {}, {}); });
//   }

#include <functional>
#include <string>
#include <vector>

#include "common/testing/execution.hpp"

namespace primer::testing {

/// What this machine can do with the threads that OpenMP now has, or its GPU.
struct Peak {
  /// Floating-point operations per second: multiply-adds in registers, each counted as two. For a GPU those of a large
  /// product by cuBLAS, in float.
  double flops;
  /// Bytes per second, read and written, of y += a x over arrays far larger than the caches.
  double bandwidth;
};
const Peak& measured_peak();
/// That of the GPU if it is the execution, and else that of the CPU.
const Peak& measured_peak(const Execution& where);

/// Those of an operation's executions that are worth measuring: all but the emulator's.
template <class Function>
std::vector<Executable<Function>> measured(std::vector<Executable<Function>> present) {
  std::erase_if(present, [](const auto& one) { return one.where.slow; });
  return present;
}

/// Median seconds of one call, over windows of about 20 ms, after a warm-up.
double seconds_per_call(const std::function<void()>& call);

/// Prints one line: name, time, GFLOP/s and fraction of the arithmetic peak. Above the first report stands a line that
/// names the processor, the threads and the peaks.
void report_flops(const std::string& name, double flops, const std::function<void()>& call);
/// Prints one line: name, time, GB/s and fraction of the bandwidth peak. Arrays that fit into the caches may exceed it.
void report_bytes(const std::string& name, double bytes, const std::function<void()>& call);

/// The same for a call that an execution works on; a GPU's calls are waited for at the end of each window. A line of a GPU
/// begins with its name.
void report_flops(const Execution& where, const std::string& name, double flops,
                  const std::function<void()>& call);
void report_bytes(const Execution& where, const std::string& name, double bytes,
                  const std::function<void()>& call);

}  // namespace primer::testing
