// Each rung of the ladder beside cuBLAS, on the card that is there: GFLOP/s, and the fraction of
// cuBLAS in float. Products are those of this book's networks, and large squares.

#include <algorithm>
#include <cstdio>
#include <exception>
#include <vector>

#include "kernels/gemm/ladder.hpp"
#include "kernels/gemm/precision.hpp"
#include "kernels/launch.hpp"
#include "kernels/memory/memory.hpp"
#include "kernels/random/random.hpp"

using namespace primer;

namespace {

struct Rung {
  const char* name;
  decltype(cpu::gemm)* gemm;
  MatrixPrecision precision = MatrixPrecision::float32;  // of cuBLAS
  int least_capability = 0;  // of the card, as 10 times the major number plus the minor
};

// With which all others are compared
const Rung cublas{"cuBLAS", cuda::gemm};
const std::vector<Rung> rungs{
    {"naive", cuda::gemm_naive},
    {"tiled", cuda::gemm_tiled},
    {"blocked", cuda::gemm_blocked},
    {"tensor cores (TF32)", cuda::gemm_tensor_cores, MatrixPrecision::float32, 80},
    cublas,
    {"cuBLAS, TF32", cuda::gemm, MatrixPrecision::tf32, 80},
    {"cuBLAS, bfloat16", cuda::gemm, MatrixPrecision::bfloat16, 80},
};

/// Device memory with numbers between -1 and 1.
class Numbers {
 public:
  explicit Numbers(Index n)
      : data(static_cast<float*>(cuda::allocate(static_cast<std::size_t>(n) * sizeof(float)))) {
    cuda::uniform(data, n, -1, 1, {1, 0}, {});
  }
  ~Numbers() { cuda::release(data); }
  Numbers(const Numbers&) = delete;
  Numbers& operator=(const Numbers&) = delete;

  float* const data;
};

/// Seconds of one call, the median over windows of about 20 ms, measured by the card's own clock.
template <class Call>
double seconds_per_call(const Call& call) {
  cudaEvent_t begin, end;
  check_cuda(cudaEventCreate(&begin), "timing");
  check_cuda(cudaEventCreate(&end), "timing");
  const auto window = [&](int calls) {
    check_cuda(cudaEventRecord(begin), "timing");
    for (int i = 0; i < calls; ++i) call();
    check_cuda(cudaEventRecord(end), "timing");
    check_cuda(cudaEventSynchronize(end), "timing");
    float milliseconds = 0;
    check_cuda(cudaEventElapsedTime(&milliseconds, begin, end), "timing");
    return 1e-3 * milliseconds / calls;
  };
  window(3);  // to warm up
  const int calls = std::clamp(static_cast<int>(0.02 / window(3)), 1, 10'000);
  std::vector<double> seconds;
  for (int i = 0; i < 15; ++i) seconds.push_back(window(calls));
  cudaEventDestroy(begin);
  cudaEventDestroy(end);
  std::sort(seconds.begin(), seconds.end());
  return seconds[seconds.size() / 2];
}

/// GFLOP/s of a product.
double rate(const Rung& rung, const GemmSizes& size, const Numbers& a, const Numbers& b,
            const Numbers& c) {
  cuda::set_matrix_precision(rung.precision);
  const double seconds =
      seconds_per_call([&] { rung.gemm(a.data, b.data, c.data, size, {.transpose_b = true}, {}); });
  cuda::set_matrix_precision(MatrixPrecision::float32);
  return 2e-9 * static_cast<double>(size.m) * static_cast<double>(size.n) *
         static_cast<double>(size.k) / seconds;
}

void measure(const GemmSizes& size, int capability) {
  const auto [m, n, k] = size;
  const Numbers a(m * k), b(k * n), c(m * n);
  std::printf("\n%lld x %lld x %lld\n", static_cast<long long>(m), static_cast<long long>(n),
              static_cast<long long>(k));
  const double to_compare = rate(cublas, size, a, b, c);
  for (const Rung& rung : rungs) {
    if (capability < rung.least_capability) {
      std::printf("  %-22s needs a card of compute capability %d.%d\n", rung.name,
                  rung.least_capability / 10, rung.least_capability % 10);
      continue;
    }
    const double reached = rate(rung, size, a, b, c);
    std::printf("  %-22s %10.0f GFLOP/s %8.2f of cuBLAS\n", rung.name, reached,
                reached / to_compare);
  }
}

}  // namespace

int main() try {
  if (!cuda::available()) {
    std::fprintf(stderr,
                 "primer: error: ladder_bench: no GPU was found; run it where there is one\n");
    return 3;
  }
  cudaDeviceProp card;
  check_cuda(cudaGetDeviceProperties(&card, 0), "ladder_bench");
  std::printf("%s, %d multiprocessors, c = a bT\n", card.name, card.multiProcessorCount);
  for (const GemmSizes& size :
       {GemmSizes{128, 128, 784}, GemmSizes{1024, 1024, 256}, GemmSizes{512, 512, 512},
        GemmSizes{2048, 2048, 2048}, GemmSizes{8192, 8192, 8192}}) {
    measure(size, 10 * card.major + card.minor);
  }
} catch (const std::exception& problem) {
  std::fprintf(stderr, "primer: error: ladder_bench: %s\n", problem.what());
  return 3;
}
