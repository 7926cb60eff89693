#include <algorithm>

#include "kernels/elementwise/elementwise.hpp"

namespace primer {

bool broadcast(const Index* a_shape, int a_rank, const Index* b_shape, int b_rank,
               Broadcast& result) {
  result = {};
  int place = 4;                   // in the result, of the last dimension written
  Index a_count = 1, b_count = 1;  // elements of the operands' dimensions so far
  bool empty = false;
  for (int back = 1; back <= std::max(a_rank, b_rank); ++back) {
    const Index a = back <= a_rank ? a_shape[a_rank - back] : 1;
    const Index b = back <= b_rank ? b_shape[b_rank - back] : 1;
    if (a != b && a != 1 && b != 1) return false;
    const Index size = a == 1 ? b : a;
    const Index a_stride = a == 1 ? 0 : a_count;
    const Index b_stride = b == 1 ? 0 : b_count;
    a_count *= a;
    b_count *= b;
    empty = empty || size == 0;
    if (size == 1 || empty) continue;

    const bool merges = place < 4 && a_stride == result.a_stride[place] * result.size[place] &&
                        b_stride == result.b_stride[place] * result.size[place];
    if (merges) {
      result.size[place] *= size;
      continue;
    }
    if (place == 0) return false;
    --place;
    result.size[place] = size;
    result.a_stride[place] = a_stride;
    result.b_stride[place] = b_stride;
  }
  if (empty) result = {.size = {1, 1, 1, 0}};
  return true;
}

}  // namespace primer
