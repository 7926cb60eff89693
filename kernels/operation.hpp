#pragma once
// The contract of an operation.
//
// An operation is a few functions over raw memory. It knows pointers, sizes and a stream, and nothing of tensors, tapes
// or allocation:
//
//  - Arrays are dense, row-major float32 (token ids and labels int32), and all lie on the device that executes. Shapes
//    stand in a comment beside each pointer. Sizes may be zero, and an array of zero elements may be null.
//  - What an operation writes must not overlap what it reads, except where its header says that it works in place.
//  - Scratch space is the caller's: an operation that needs some says how many floats (`x_workspace(sizes)`) and takes a
//    pointer to them. No operation allocates.
//  - Numbers that a later step reads on the device (a loss, its gradient) are pointers to one element, so that no
//    operation waits for the device.
//  - Sizes, labels and options are checked by the caller (common/autograd does it); NaN and Inf in the data go through
//    the arithmetic as IEEE 754 says and are never swallowed.
//  - The same input gives the same bits again for the same number of threads.
//
// Each operation stands in up to three namespaces with identical signatures: primer::cpu, primer::cuda and
// primer::emulated (the CUDA source run on the CPU). The header documents the first and declares the twins by its type,
// `PRIMER_TWINS(softmax);`, so that they cannot differ. Hence no overloads and no default arguments. One test per
// operation runs over all that are present (common/testing/execution.hpp). Who has a device in hand chooses among them by
// `ops::softmax.on(device)(…)`.

#include <cstdint>
#include <stdexcept>

namespace primer {

/// Sizes and positions, in elements.
using Index = std::int64_t;

/// The queue an operation is put into: a cudaStream_t on a GPU (null is the default stream). A CPU ignores it.
struct Stream {
  void* handle = nullptr;  ///< a cudaStream_t, not owned
};

/// Who executes an operation: the namespace that it is taken from.
enum class Executor { cpu, cuda, emulated };

/// An operation in all its executions.
template <class Function>
struct Twins {
  Function* cpu;       ///< always there
  Function* cuda;      ///< null in builds without CUDA
  Function* emulated;  ///< always there

  /// The one that an executor runs. @throws std::logic_error when the build has none
  Function& on(Executor executor) const {
    if (executor == Executor::cpu) return *cpu;
    if (executor == Executor::emulated) return *emulated;
    if (cuda == nullptr) throw std::logic_error("this build has no CUDA");
    return *cuda;
  }
};

}  // namespace primer

#ifdef PRIMER_CUDA
#define PRIMER_CUDA_TWIN(operation) &primer::cuda::operation
#else
#define PRIMER_CUDA_TWIN(operation) nullptr  ///< in builds with CUDA, the operation of primer::cuda
#endif

/// Declares an operation of primer::cpu in the other two namespaces, and primer::ops::operation, which names all three. A
/// fourth is for tests: primer::checked is the emulator with every access to memory watched (kernels/README.md).
#define PRIMER_TWINS(operation)                                                            \
  namespace primer::cuda {                                                                 \
  decltype(primer::cpu::operation) operation;                                              \
  }                                                                                        \
  namespace primer::emulated {                                                             \
  decltype(primer::cpu::operation) operation;                                              \
  }                                                                                        \
  namespace primer::checked {                                                              \
  decltype(primer::cpu::operation) operation;                                              \
  }                                                                                        \
  namespace primer::ops {                                                                  \
  inline constexpr Twins<decltype(primer::cpu::operation)> operation{                      \
      &primer::cpu::operation, PRIMER_CUDA_TWIN(operation), &primer::emulated::operation}; \
  }                                                                                        \
  static_assert(true)

/// Marks a function that is compiled for the CPU and for the GPU: a formula that both need.
#ifdef __CUDACC__
#define PRIMER_HOST_DEVICE __host__ __device__
#else
#define PRIMER_HOST_DEVICE
#endif
