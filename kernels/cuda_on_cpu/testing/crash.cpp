// Runs a kernel that crashes, named on the command line. The test looks at how this process ends.

#include <cstdio>
#include <cstring>
#include <exception>

#include "kernels/cuda_on_cpu/memory.hpp"
#include "kernels/cuda_on_cpu/testing/mistakes.hpp"

int main(int, char** argv) {
  using namespace primer;
  auto* x = static_cast<float*>(cuda_on_cpu::allocate(64 * sizeof(float)));
  cuda_on_cpu::cudaMemset(x, 0, 64 * sizeof(float));
  const auto named = [&](const char* name) { return std::strcmp(argv[1], name) == 0; };
  try {
    if (named("stack")) emulated::recurses_without_end(x);
    if (named("wide")) emulated::has_an_array_beyond_its_stack(x);
    if (named("zero")) emulated::divides_by_zero(x);
    if (named("abort")) emulated::aborts(x);
    if (named("wild")) emulated::follows_a_wild_pointer(x);
    if (named("beyond")) emulated::writes_beyond_the_end(x, 64);
    if (named("freed")) {
      cuda_on_cpu::release(x);
      emulated::writes_beyond_the_end(x, 63);
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "caught: %s\n", error.what());
    return 1;
  }
  cuda_on_cpu::release(x);
  return 0;
}
