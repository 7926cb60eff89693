#include "linear_backward.hpp"

#include <cstddef>

namespace primer::exercise {

Slopes linear_backward(const Matrix& x, const Matrix& weight, const Matrix& y,
                       const Matrix& slope) {
  //! hole
  const std::size_t in = x[0].size(), out = weight.size();
  Slopes by{Matrix(x.size(), std::vector<double>(in)), Matrix(out, std::vector<double>(in)),
            std::vector<double>(out)};
  for (std::size_t n = 0; n < x.size(); ++n) {
    for (std::size_t o = 0; o < out; ++o) {
      if (y[n][o] <= 0) continue;  // the gate is closed
      const double through = slope[n][o];
      by.bias[o] += through;
      for (std::size_t i = 0; i < in; ++i) {
        by.x[n][i] += through * weight[o][i];
        by.weight[o][i] += through * x[n][i];
      }
    }
  }
  return by;
  //! end
}

}  // namespace primer::exercise
