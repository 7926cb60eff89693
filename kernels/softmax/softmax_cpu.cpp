#include "kernels/softmax/softmax.hpp"

#include "kernels/elementwise/vector_math.hpp"
#include "kernels/parallel.hpp"
#include "kernels/reduce/fold.hpp"

namespace primer::cpu {
namespace {

/// Calls body(offset) with the position of each row's first element.
template <class Body>
void for_each_row(Index rows, Index columns, const Body& body) {
  parallel_for(rows, 12 * columns, 1, [&](Index begin, Index end) {
    for (Index row = begin; row < end; ++row) body(row * columns);
  });
}

float maximum(const float* x, Index n) {
  return fold<Maximum>(0, n, [=](Index j) { return x[j]; });
}

}  // namespace

void softmax(const float* x, float* y, Index rows, Index columns, Stream) {
  for_each_row(rows, columns, [=](Index offset) {
    const float* x_row = x + offset;
    float* y_row = y + offset;
    const float largest = maximum(x_row, columns);
    const float sum = fold<Sum>(
        0, columns, [=](Index j) { return y_row[j] = vector_math::exp(x_row[j] - largest); });
    const float scale = 1 / sum;
#pragma omp simd
    for (Index j = 0; j < columns; ++j) y_row[j] *= scale;
  });
}

void softmax_backward(const float* y, const float* dy, float* dx, Index rows, Index columns,
                      Stream) {
  for_each_row(rows, columns, [=](Index offset) {
    const float *y_row = y + offset, *dy_row = dy + offset;
    float* dx_row = dx + offset;
    const float mean = fold<Sum>(0, columns, [=](Index j) { return dy_row[j] * y_row[j]; });
#pragma omp simd
    for (Index j = 0; j < columns; ++j) dx_row[j] = y_row[j] * (dy_row[j] - mean);
  });
}

void log_softmax(const float* x, float* y, Index rows, Index columns, Stream) {
  for_each_row(rows, columns, [=](Index offset) {
    const float* x_row = x + offset;
    float* y_row = y + offset;
    const float largest = maximum(x_row, columns);
    const float log_sum = vector_math::log(
        fold<Sum>(0, columns, [=](Index j) { return vector_math::exp(x_row[j] - largest); }));
#pragma omp simd
    for (Index j = 0; j < columns; ++j) y_row[j] = (x_row[j] - largest) - log_sum;
  });
}

void log_softmax_backward(const float* y, const float* dy, float* dx, Index rows, Index columns,
                          Stream) {
  for_each_row(rows, columns, [=](Index offset) {
    const float *y_row = y + offset, *dy_row = dy + offset;
    float* dx_row = dx + offset;
    const float sum = fold<Sum>(0, columns, [=](Index j) { return dy_row[j]; });
#pragma omp simd
    for (Index j = 0; j < columns; ++j) dx_row[j] = dy_row[j] - vector_math::exp(y_row[j]) * sum;
  });
}

}  // namespace primer::cpu
