#pragma once
// The ladder: gemm() written four times, each time faster. primer::cuda::gemm() itself calls
// cuBLAS, and primer::emulated::gemm() the third rung.

#include "kernels/gemm/gemm.hpp"

namespace primer::cuda {

decltype(cpu::gemm) gemm_naive;    ///< a thread for each element of c
decltype(cpu::gemm) gemm_tiled;    ///< tiles of a and b in shared memory
decltype(cpu::gemm) gemm_blocked;  ///< 16 or 64 elements of c in the registers of each thread

/// On tensor cores: factors are rounded to TF32, which keeps 11 significant bits, and summed in
/// float. @throws std::runtime_error on cards without them (compute capability below 8.0)
decltype(cpu::gemm) gemm_tensor_cores;

}  // namespace primer::cuda

namespace primer::emulated {

decltype(cpu::gemm) gemm_naive;    ///< The first rung, executed by the processor.
decltype(cpu::gemm) gemm_tiled;    ///< The second.
decltype(cpu::gemm) gemm_blocked;  ///< The third.

}  // namespace primer::emulated

namespace primer::checked {

decltype(cpu::gemm) gemm_naive;    ///< The first rung, watched by the emulator.
decltype(cpu::gemm) gemm_tiled;    ///< The second.
decltype(cpu::gemm) gemm_blocked;  ///< The third.

}  // namespace primer::checked
