#pragma once
// CUDA's additions to the language, as far as a C++ compiler can be told about them.
//
// Only one of them means something here. A block is run from its first instruction to its last by one thread of the
// operating system, so what a block shares is what that thread alone sees: a thread-local variable. Like the real
// thing it lives outside of any call, is not cleared between blocks, and exists once for each block that is being run.

#define __global__
#define __device__
#define __host__
#define __constant__
#define __shared__ static thread_local
#define __align__(bytes) __attribute__((aligned(bytes)))
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define PRIMER_ADDRESS_SANITIZER
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define PRIMER_ADDRESS_SANITIZER
#endif

// Whether kernels are compiled to find what is wrong with them, rather than to be run.
#if defined(PRIMER_CUDA_CHECKED) || defined(PRIMER_ADDRESS_SANITIZER)
#define PRIMER_LOOKS_FOR_MISTAKES
#endif

// Functions in headers are compiled twice, watched for the checked kernels and plain for the others, and must not be
// mistaken for one another by the linker.
#ifdef PRIMER_CUDA_CHECKED
#define PRIMER_CUDA_ON_CPU_BUILD checked_build
#else
#define PRIMER_CUDA_ON_CPU_BUILD plain_build
#endif
