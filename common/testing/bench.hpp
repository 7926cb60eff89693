#pragma once
// Measuring. A benchmark prints GFLOP/s or GB/s and the fraction of this machine's peak, which is measured in the same
// run. The virtual cores of cloud machines sometimes share one real core, so a figure is the median over many windows, and
// a peak the best of them.

#include <functional>
#include <string>

namespace primer::testing {

/// What this machine can do with the threads that OpenMP now has.
struct Peak {
  /// Floating-point operations per second: multiply-adds in registers, each counted as two.
  double flops;
  /// Bytes per second, read and written, of y += a x over arrays far larger than the caches.
  double bandwidth;
};
const Peak& measured_peak();

/// Median seconds of one call, over windows of about 20 ms, after a warm-up.
double seconds_per_call(const std::function<void()>& call);

/// Prints one line: name, time, GFLOP/s and fraction of the arithmetic peak. Above the first report stands a line that
/// names the processor, the threads and the peaks.
void report_flops(const std::string& name, double flops, const std::function<void()>& call);
/// Prints one line: name, time, GB/s and fraction of the bandwidth peak. Arrays that fit into the caches may exceed it.
void report_bytes(const std::string& name, double bytes, const std::function<void()>& call);

}  // namespace primer::testing
