#pragma once
// All that a kernel sees of CUDA when an ordinary C++ compiler builds it. kernels/launch.hpp says what it may use, and
// kernels/README.md how this works.

#include "kernels/cuda_on_cpu/atomics.hpp"
#include "kernels/cuda_on_cpu/half.hpp"
#include "kernels/cuda_on_cpu/here.hpp"
#include "kernels/cuda_on_cpu/intrinsics.hpp"
#include "kernels/cuda_on_cpu/keywords.hpp"
#include "kernels/cuda_on_cpu/launch.hpp"
#include "kernels/cuda_on_cpu/memory.hpp"
#include "kernels/cuda_on_cpu/stream.hpp"
#include "kernels/cuda_on_cpu/sync.hpp"
#include "kernels/cuda_on_cpu/vector_types.hpp"
#include "kernels/cuda_on_cpu/warp.hpp"

// CUDA's names stand in the global namespace.
using namespace primer::cuda_on_cpu;  // NOLINT

namespace primer {
using cuda_on_cpu::dynamic_shared;
using cuda_on_cpu::launch_written;
}  // namespace primer
