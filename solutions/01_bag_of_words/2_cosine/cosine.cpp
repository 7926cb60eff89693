#include "cosine.hpp"

#include <cmath>
#include <cstddef>

namespace primer::exercise {

double dot(const Row& a, const Row& b) {
  //! hole
  double sum = 0;
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (a[i].word == b[j].word) {
      sum += a[i].value * b[j].value;
      ++i;
      ++j;
    } else if (a[i].word < b[j].word) {
      ++i;
    } else {
      ++j;
    }
  }
  return sum;
  //! end
}

double cosine(const Row& a, const Row& b) {
  //! hole
  const double lengths = std::sqrt(dot(a, a) * dot(b, b));
  return lengths > 0 ? dot(a, b) / lengths : 0;
  //! end
}

}  // namespace primer::exercise
