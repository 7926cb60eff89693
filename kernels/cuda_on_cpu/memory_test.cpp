#include "common/testing/catch.hpp"
//
#include <cmath>
#include <cstdint>
#include <vector>

#include "kernels/cuda_on_cpu/intrinsics.hpp"
#include "kernels/cuda_on_cpu/memory.hpp"

namespace primer::testing {
namespace {

using namespace primer::cuda_on_cpu;  // NOLINT

TEST_CASE("Device memory is kept account of") {
  const std::size_t before = bytes_in_use();
  float* x = nullptr;
  REQUIRE(cudaMalloc(&x, 100) == cudaSuccess);
  CHECK(bytes_in_use() == before + 100);
  CHECK(reinterpret_cast<std::uintptr_t>(x) % 256 == 0);
  CHECK(std::isnan(x[0]));
  CHECK(is_device_memory(x, 100));
  CHECK(is_device_memory(x + 24, 4));
  CHECK_FALSE(is_device_memory(x + 24, 5));
  CHECK_FALSE(is_device_memory(&before, 4));
  CHECK(cudaFree(x + 1) == cudaErrorInvalidValue);
  CHECK(cudaFree(x) == cudaSuccess);
  CHECK(cudaFree(x) == cudaErrorInvalidValue);
  CHECK(cudaFree(nullptr) == cudaSuccess);
  CHECK(bytes_in_use() == before);
  REQUIRE(cudaMalloc(&x, 0) == cudaSuccess);
  CHECK(x == nullptr);
}

TEST_CASE("Copies that go beyond an allocation are refused") {
  float* x = nullptr;
  cudaMalloc(&x, 16);
  const std::vector<float> values{1, 2, 3, 4, 5};
  std::vector<float> back(4);
  CHECK(cudaMemcpy(x, values.data(), 16, cudaMemcpyHostToDevice) == cudaSuccess);
  CHECK(cudaMemcpy(x, values.data(), 20, cudaMemcpyHostToDevice) == cudaErrorInvalidValue);
  CHECK(cudaMemcpy(back.data(), values.data(), 16, cudaMemcpyDeviceToHost) ==
        cudaErrorInvalidValue);
  CHECK(cudaMemcpyAsync(back.data(), x, 16, cudaMemcpyDeviceToHost) == cudaSuccess);
  CHECK(back == std::vector<float>{1, 2, 3, 4});
  CHECK(cudaMemset(x, 0, 8) == cudaSuccess);
  CHECK(cudaMemset(x, 0, 17) == cudaErrorInvalidValue);
  CHECK(cudaMemcpy(back.data(), x, 16, cudaMemcpyDefault) == cudaSuccess);
  CHECK(back == std::vector<float>{0, 0, 3, 4});
  cudaFree(x);
}

TEST_CASE("Streams and events do things at once") {
  cudaStream_t stream = nullptr;
  cudaEvent_t from = nullptr, to = nullptr;
  REQUIRE(cudaStreamCreate(&stream) == cudaSuccess);
  cudaEventCreate(&from);
  cudaEventCreate(&to);
  cudaEventRecord(from, stream);
  cudaEventRecord(to, stream);
  float milliseconds = -1;
  CHECK(cudaEventElapsedTime(&milliseconds, from, to) == cudaSuccess);
  CHECK(milliseconds >= 0);
  CHECK(cudaStreamQuery(stream) == cudaSuccess);
  cudaEventDestroy(from);
  cudaEventDestroy(to);
  cudaStreamDestroy(stream);
}

TEST_CASE("Functions on bits do what CUDA says of them") {
  CHECK(__popc(0xf0f0u) == 8);
  CHECK(__popcll(~0ull) == 64);
  CHECK(__clz(0) == 32);
  CHECK(__clz(1) == 31);
  CHECK(__clzll(1) == 63);
  CHECK(__ffs(0) == 0);
  CHECK(__ffs(8) == 4);
  CHECK(__ffsll(1ll << 40) == 41);
  CHECK(__brev(1) == 0x80000000);
  CHECK(__umulhi(0xffffffff, 0xffffffff) == 0xfffffffe);
  CHECK(__mulhi(-1, 1) == -1);
  CHECK(__umul64hi(~0ull, 2) == 1);
  CHECK(__float_as_uint(1.0f) == 0x3f800000);
  CHECK(__int_as_float(0x40000000) == 2.0f);
  CHECK(__float2int_rn(2.5f) == 2);
  CHECK(__float2int_rz(-2.5f) == -2);
  CHECK(__float2int_rd(-2.5f) == -3);
  CHECK(__float2int_ru(2.25f) == 3);
  CHECK(__float2int_rz(3e9f) == 2147483647);
  CHECK(__float2int_rn(-3e9f) == -2147483647 - 1);
  CHECK(__float2int_rn(std::nanf("")) == 0);
  CHECK(__saturatef(NAN) == 0);
  CHECK(rsqrtf(4) == 0.5f);
  CHECK(__expf(0) == 1);
  CHECK(__fmaf_rn(2, 3, 4) == 10);
  CHECK(max(1.0f, NAN) == 1.0f);
  CHECK(min(-3, 2) == -3);
}

}  // namespace
}  // namespace primer::testing
