// # Two arrays on a GPU, element by element
//
// `a + b` moves 12 bytes for one addition, so again memory is what counts. New is that a small
// operand may be *repeated*: a bias stands beside each row of a matrix, a row's sum beside each of
// its columns. We do not write the repeats down anywhere, which would cost as much traffic as the
// result itself. Each thread works out which element of the operand stands beside its own, with
// strides of 0 where an operand stays in place (`broadcast_cuda.hpp`); what is small and read over
// and over comes from the cache.
#include "kernels/elementwise/binary_functions.hpp"
#include "kernels/elementwise/broadcast_cuda.hpp"

namespace primer::PRIMER_CUDA_NAMESPACE {
namespace {

// The way there and the two ways back, each as a function of what it reads. On a CPU these would be
// lambdas. nvcc wants an option for those, and a struct does as well.
template <class F>
struct Value {
  static constexpr bool reads_dy = false;
  __device__ float operator()(float a, float b) const { return F::value(a, b); }
};

template <class F>
struct ByA {
  static constexpr bool reads_dy = true;
  __device__ float operator()(float d, float a, float b) const { return F::da(d, a, b); }
};

template <class F>
struct ByB {
  static constexpr bool reads_dy = true;
  __device__ float operator()(float d, float a, float b) const { return F::db(d, a, b); }
};

}  // namespace

void binary(Binary f, const float* a, const float* b, float* y, const Broadcast& shape,
            Stream stream) {
  with_function(f, [&](auto function) {
    combine(Value<decltype(function)>{}, a, b, nullptr, y, shape, stream);
  });
}

// Sums and differences pass the gradient on as it is, or with the other sign, and read neither
// operand.
void binary_backward(Binary f, const float* a, const float* b, const float* dy, float* da,
                     float* db, const Broadcast& shape, Stream stream) {
  const Index n = shape.size[0] * shape.size[1] * shape.size[2] * shape.size[3];
  with_function(f, [&](auto function) {
    using F = decltype(function);
    if constexpr (F::reads_operands) {
      if (da) combine(ByA<F>{}, a, b, dy, da, shape, stream);
      if (db) combine(ByB<F>{}, a, b, dy, db, shape, stream);
    } else {
      if (da) unary(Unary::identity, dy, da, n, stream);
      if (db) unary(f == Binary::add ? Unary::identity : Unary::negate, dy, db, n, stream);
    }
  });
}

}  // namespace primer::PRIMER_CUDA_NAMESPACE
