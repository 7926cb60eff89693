// What it costs to run a kernel on the CPU: threads that never wait, lanes that exchange values, and the matrix product
// in tiles of 16 × 16, whose 256 threads meet at a barrier sixteen times; plain and watched.

#include <fmt/core.h>

#include <vector>

#include "common/testing/bench.hpp"
#include "kernels/cuda_on_cpu/memory.hpp"
#include "kernels/cuda_on_cpu/testing/programs.hpp"

int main() {
  using namespace primer;
  constexpr int n = 128;
  constexpr Index elements = 1 << 18;
  const auto floats = [](Index count) {
    const auto bytes = static_cast<std::size_t>(count) * sizeof(float);
    auto* memory = static_cast<float*>(cuda_on_cpu::allocate(bytes));
    cuda_on_cpu::cudaMemset(memory, 0, bytes);
    return memory;
  };
  float *a = floats(elements), *b = floats(elements), *c = floats(n * n);
  const auto report = [](const char* what, auto&& plain, auto&& watched) {
    fmt::print("{:44} {:8.2f} ms, watched {:8.2f} ms\n", what,
               1e3 * testing::seconds_per_call(plain), 1e3 * testing::seconds_per_call(watched));
  };
  report(
      "2^16 threads, each copies four floats", [=] { emulated::copy_by_four(a, b, elements / 4); },
      [=] { checked::copy_by_four(a, b, elements / 4); });
  report(
      "2^18 floats added, 1280 threads", [=] { emulated::sum(a, c, elements); },
      [=] { checked::sum(a, c, elements); });
  report(
      "128 x 128 x 128 product, tiles of 16 x 16", [=] { emulated::multiply(a, b, c, n); },
      [=] { checked::multiply(a, b, c, n); });
  for (float* memory : {a, b, c}) cuda_on_cpu::release(memory);
}
