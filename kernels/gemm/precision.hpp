#pragma once
// How precisely cuBLAS multiplies.

namespace primer {

/// What factors are rounded to before they are multiplied; sums are always float. Anything but
/// float32 runs on tensor cores, many times as fast, and is meant for training that has been seen
/// to bear it.
enum class MatrixPrecision {
  float32,  ///< not rounded: 24 significant bits
  tf32,     ///< 11 significant bits, the range of float (compute capability 8.0 and above)
  bfloat16  ///< 8 significant bits, the range of float (likewise)
};

namespace cuda {

/// For all products of primer::cuda from now on, on every thread, as
/// torch.set_float32_matmul_precision does. It is float32 until somebody says otherwise. What
/// cards older than 8.0 do with another one has not been tried.
void set_matrix_precision(MatrixPrecision);
/// What was set last.
MatrixPrecision matrix_precision();

}  // namespace cuda
}  // namespace primer
