#include "common/testing/bench.hpp"

#include <fmt/core.h>
#include <omp.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <vector>

#include "common/app/machine.hpp"
#include "kernels/elementwise/elementwise.hpp"
#include "kernels/gemm/gemm.hpp"
#include "kernels/memory/card.hpp"

namespace primer::testing {

namespace {

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Seconds of one call, in each of many windows, at whose ends is waited for what the calls have begun.
std::vector<double> seconds_in_windows(
    const std::function<void()>& call, const std::function<void()>& wait = [] {}) {
  constexpr double window = 0.02;
  constexpr int windows = 15;

  // Warm up, and find out how many calls fill a window
  double single = 0;
  long calls = 0;
  const double begin = now();
  do {
    const double before = now();
    call();
    wait();
    single = now() - before;
    ++calls;
  } while (now() - begin < window);
  calls = std::max(1l, std::min(calls, static_cast<long>(window / single)));

  std::vector<double> seconds;
  for (int i = 0; i < windows; ++i) {
    const double before = now();
    for (long c = 0; c < calls; ++c) call();
    wait();
    seconds.push_back((now() - before) / static_cast<double>(calls));
  }
  return seconds;
}

/// What the machine can do is what it does when nothing else disturbs it.
double fastest(
    const std::function<void()>& call, const std::function<void()>& wait = [] {}) {
  return std::ranges::min(seconds_in_windows(call, wait));
}

double median(std::vector<double> seconds) {
  const auto middle = seconds.begin() + std::ssize(seconds) / 2;
  std::nth_element(seconds.begin(), middle, seconds.end());
  return *middle;
}

bool is_gpu(const Execution& where) { return where.name.starts_with("cuda"); }

#if defined(__AVX512F__)
constexpr int vector_bytes = 64;
#elif defined(__AVX__)
constexpr int vector_bytes = 32;
#else
constexpr int vector_bytes = 16;
#endif
using Vector = float __attribute__((vector_size(vector_bytes)));

/// Twelve chains of multiply-adds that do not wait for one another: more than latency times units on any processor.
constexpr int chains = 12;

Vector multiply_add(int rounds) {
  Vector x[chains];
  for (int c = 0; c < chains; ++c) x[c] = Vector{} + static_cast<float>(c);
  for (int r = 0; r < rounds; ++r) {
#pragma GCC unroll 12
    for (int c = 0; c < chains; ++c) x[c] = x[c] * 0.999f + 0.001f;
  }
  for (int c = 1; c < chains; ++c) x[0] += x[c];
  return x[0];
}

double peak_flops() {
  constexpr int rounds = 100'000;
  int threads = 1;
  volatile float sink = 0;
  const double seconds = fastest([&] {
#pragma omp parallel
    {
      const float result = multiply_add(rounds)[0];
#pragma omp critical
      sink = result;
#pragma omp single
      threads = omp_get_num_threads();
    }
  });
  constexpr double lanes = vector_bytes / sizeof(float);
  return 2.0 * lanes * chains * rounds * threads / seconds;
}

double peak_bandwidth() {
  const long cache = std::max(0l, sysconf(_SC_LEVEL3_CACHE_SIZE));
  const std::ptrdiff_t bytes = std::clamp(2 * cache, 128l << 20, 512l << 20);
  const auto n = bytes / static_cast<std::ptrdiff_t>(sizeof(float));
  const std::unique_ptr<float[]> x(new float[static_cast<std::size_t>(n)]);
  const std::unique_ptr<float[]> y(new float[static_cast<std::size_t>(n)]);
#pragma omp parallel for
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    x[i] = 1;
    y[i] = 0;
  }
  const double seconds = fastest([&] {
#pragma omp parallel for
    for (std::ptrdiff_t i = 0; i < n; ++i) y[i] += 0.5f * x[i];
  });
  return 3.0 * static_cast<double>(bytes) / seconds;
}

#ifdef PRIMER_CUDA
/// To copy a number from the GPU is to wait until it has done everything before.
void wait_for_gpu() {
  static Array number(on_gpu, 1);
  float value;
  on_gpu.copy_out(&value, number.data(), sizeof value, {});
}

Peak peak_of_gpu() {
  constexpr Index n = Index{1} << 26, side = 4096;  // 256 MiB, several times a second-level cache
  Array x(on_gpu, n, 1.0f), y(on_gpu, n, 0.0f);
  const double copied =
      fastest([&] { cuda::scale_add(0.5f, x.data(), 1, y.data(), n, {}); }, wait_for_gpu);
  const double multiplied = fastest(
      [&] {
        cuda::gemm(x.data(), x.data(), y.data(), {side, side, side}, {}, {});
      },
      wait_for_gpu);
  return {2.0 * side * side * side / multiplied, 3.0 * sizeof(float) * n / copied};
}
#else
void wait_for_gpu() {}
Peak peak_of_gpu() { return {}; }
#endif

void print_line(const std::string& name, double seconds, double rate, const char* unit,
                double peak) {
  fmt::print("{:<48} {:>10.1f} us {:>8.1f} {:<8} {:>4.0f} % of peak\n", name, seconds * 1e6,
             rate * 1e-9, unit, 100 * rate / peak);
  std::fflush(stdout);
}

void report(const Execution& where, const std::string& name, double amount, const char* unit,
            double Peak::*kind, const std::function<void()>& call) {
  const Peak& peak = measured_peak(where);
  if (is_gpu(where)) {
    [[maybe_unused]] static const bool header_printed = [&] {
      fmt::print("{}, peak {:.0f} GFLOP/s (cuBLAS) and {:.1f} GB/s\n", cuda::card_name(0),
                 peak.flops * 1e-9, peak.bandwidth * 1e-9);
      return true;
    }();
    const double seconds = median(seconds_in_windows(call, wait_for_gpu));
    print_line("GPU: " + name, seconds, amount / seconds, unit, peak.*kind);
    return;
  }
  [[maybe_unused]] static const bool header_printed = [&] {
    fmt::print("{}, {} threads, peak {:.0f} GFLOP/s and {:.1f} GB/s\n", app::processor_name(),
               omp_get_max_threads(), peak.flops * 1e-9, peak.bandwidth * 1e-9);
    return true;
  }();
  const double seconds = seconds_per_call(call);
  print_line(name, seconds, amount / seconds, unit, peak.*kind);
}

}  // namespace

const Peak& measured_peak() {
  static const Peak peak{peak_flops(), peak_bandwidth()};
  return peak;
}

const Peak& measured_peak(const Execution& where) {
  if (!is_gpu(where)) return measured_peak();
  static const Peak peak = peak_of_gpu();
  return peak;
}

double seconds_per_call(const std::function<void()>& call) {
  return median(seconds_in_windows(call));
}

void report_flops(const Execution& where, const std::string& name, double flops,
                  const std::function<void()>& call) {
  report(where, name, flops, "GFLOP/s", &Peak::flops, call);
}

void report_bytes(const Execution& where, const std::string& name, double bytes,
                  const std::function<void()>& call) {
  report(where, name, bytes, "GB/s", &Peak::bandwidth, call);
}

void report_flops(const std::string& name, double flops, const std::function<void()>& call) {
  report_flops(on_cpu, name, flops, call);
}

void report_bytes(const std::string& name, double bytes, const std::function<void()>& call) {
  report_bytes(on_cpu, name, bytes, call);
}

}  // namespace primer::testing
